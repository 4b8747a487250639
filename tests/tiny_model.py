"""A real BERT model of two small layers, which loads, reads and learns in a moment."""

from __future__ import annotations

from pathlib import Path

from rag.models.embedder import Embedder

_SIZE = 32  # of its vectors


def write_tiny_bert(folder: Path, pooling: str = "mean") -> Path:
    """Write a sentence-transformers model with weights by chance; returns its folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import AutoTokenizer, BertConfig, BertModel

    torch.manual_seed(1)
    config = BertConfig(
        hidden_size=_SIZE, num_hidden_layers=2, num_attention_heads=2, intermediate_size=2 * _SIZE
    )
    BertModel(config).save_pretrained(folder / "bert")
    AutoTokenizer.from_pretrained(Embedder().files.folder).save_pretrained(folder / "bert")
    modules = [Transformer(str(folder / "bert")), Pooling(_SIZE, pooling_mode=pooling)]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder / "model"))
    return folder / "model"
