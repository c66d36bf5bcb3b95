"""Records as tables: columns of Arrow, Parquet, frames of pandas, and what describes them."""
