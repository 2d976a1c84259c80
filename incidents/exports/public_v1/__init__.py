"""What the public may see, as views in the database: for Superset, Metabase, Grafana, and whoever speaks SQL."""
