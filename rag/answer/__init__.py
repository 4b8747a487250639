"""Query + Hits -> Answer, every quotation verified."""
