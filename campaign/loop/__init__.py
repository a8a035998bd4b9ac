"""The closed loop (受理 → 反馈 → 回访 → 评价): what the methods say of its figures, in words and drawn."""
