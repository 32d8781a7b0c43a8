"""Builds the reader's weights: corpora -> one multi-task encoder -> ONNX int8, with the scores it reached. Not part of the wheel."""
