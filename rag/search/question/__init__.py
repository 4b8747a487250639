"""A question as typed -> its form: kind, speaker, topic and days; follow-ups made whole."""
