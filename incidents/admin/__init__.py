"""Analysts' doors. Django finds this package by itself and everything registers with the one site."""

from incidents.admin import articles, batches, catalogues, incidents, people, snapshots, webhooks

__all__ = ["articles", "batches", "catalogues", "incidents", "people", "snapshots", "webhooks"]
