"""The questions that pages of figures ask, as querysets. Each begins with what the asker may see."""
