"""The same model as its page shows it: transformers and torch, mean of the tokens, length 1.

One thread for single texts on one core; all of them, in parts of 32 by length, for many.
"""

# The checker runs in Festplan's environment, which has none of these libraries.
# mypy: disable-error-code="import-not-found"
from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import torch
from transformers import AutoModel, AutoTokenizer

from bench.encoding import asked, measured

TOGETHER = 32


def main() -> None:
    texts, folder = asked()
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder).eval()

    def some(part: Sequence[str]) -> Any:
        found = tokenizer(part, padding=True, truncation=True, max_length=256, return_tensors="pt")
        with torch.inference_mode():
            hidden = model(**found).last_hidden_state
        mask = found["attention_mask"][..., None].float()
        mean = (hidden * mask).sum(1) / mask.sum(1)
        return torch.nn.functional.normalize(mean).numpy()

    def encode(asked_for: Sequence[str]) -> Any:
        ordered = sorted(asked_for, key=len)
        parts = [ordered[at : at + TOGETHER] for at in range(0, len(ordered), TOGETHER)]
        return [row for part in parts for row in some(part)]

    measured(encode, texts, unpinned=lambda: torch.set_num_threads(os.cpu_count() or 1))


if __name__ == "__main__":
    main()
