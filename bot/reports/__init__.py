"""Summaries: every figure is computed once, then rendered as text (later pictures, workbooks, documents)."""
