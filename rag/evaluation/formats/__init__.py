"""Files of test questions, one module a format; `rag.evaluation.questions` tells them apart."""
