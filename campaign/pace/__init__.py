"""序时进度: what the methods make of figures that are to reach a target, in words and drawn."""
