"""The Evaluate tab: starts runs of test questions and shows them."""
