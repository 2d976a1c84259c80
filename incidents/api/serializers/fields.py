"""How a value of ours looks in JSON: what is not known is null, never an empty text or a zero."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from drf_spectacular.extensions import OpenApiSerializerExtension, OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework import serializers

from incidents.vocabulary import Word


class Text(serializers.CharField):
    """ "" in the database says that nothing is known: null here."""

    def __init__(self, **options: Any):
        super().__init__(**{"read_only": True, "allow_null": True} | options)

    def to_representation(self, value: Any) -> str | None:
        return str(value) or None


class WordField(serializers.ChoiceField):
    """A word of a vocabulary; in the schema each vocabulary is one component of its own name."""

    def __init__(self, vocabulary: type[Word], **options: Any):
        self.vocabulary = vocabulary
        super().__init__(choices=vocabulary.choices(), **options)
        self.error_messages["invalid_choice"] = f"expected one of {', '.join(vocabulary)}."

    def to_representation(self, value: Any) -> str | None:
        return str(value) or None


class WordFieldSchema(OpenApiSerializerFieldExtension):
    target_class = WordField

    def map_serializer_field(self, auto_schema, direction):
        words = self.target.vocabulary
        component = ResolvedComponent(
            name=words.__name__,
            type=ResolvedComponent.SCHEMA,
            object=words,
            schema={
                "type": "string",
                "enum": list(words),
                "description": "\n".join(f"* `{word.value}` - {word.label}" for word in words),
            },
        )
        auto_schema.registry.register_on_missing(component)
        return component.ref


class ClockTimeSchema(OpenApiSerializerFieldExtension):
    """A local clock time has no zone; the format ``time`` of JSON Schema has to have one."""

    target_class = serializers.TimeField

    def map_serializer_field(self, auto_schema, direction):
        return {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$"}


class Strict(serializers.Serializer):
    """What is sent and not known is refused, not ignored."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and (strangers := [name for name in data if name not in self.fields]):
            known = ", ".join(self.fields)
            raise serializers.ValidationError(
                dict.fromkeys(strangers, f"there is no such field. Known: {known}.")
            )
        return super().to_internal_value(data)


class StrictSchema(OpenApiSerializerExtension):
    target_class = Strict
    match_subclasses = True

    def map_serializer(self, auto_schema, direction):
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return schema | {"additionalProperties": False} if direction == "request" else schema


MOST = 2**31 - 1  # what the database's integers hold


class Range(Strict):
    """min and max, both inclusive; a null side is open. Null as a whole: not stated."""

    min = serializers.IntegerField(min_value=0, max_value=MOST, allow_null=True, required=False)
    max = serializers.IntegerField(min_value=0, max_value=MOST, allow_null=True, required=False)

    def __init__(self, name: str = "", **options: Any):
        self.low, self.high = (f"{name}_min", f"{name}_max") if name else ("min", "max")
        super().__init__(**{"allow_null": True} | options)

    def get_attribute(self, instance: models.Model) -> Any:
        low, high = getattr(instance, self.low), getattr(instance, self.high)
        return None if low is None and high is None else (low, high)

    def to_representation(self, value: tuple[int | None, int | None]) -> dict[str, int | None]:
        return {"min": value[0], "max": value[1]}


class Honest(serializers.ModelSerializer):
    """Blank texts are null."""

    def build_standard_field(self, field_name: str, model_field: models.Field) -> Any:
        field, options = super().build_standard_field(field_name, model_field)
        if issubclass(field, serializers.CharField) and model_field.blank:
            return Text, {}
        return field, options


class OnRequest(serializers.Serializer):
    """The fields in ``optional`` are told only where the parameter ``include`` asks for them."""

    optional: tuple[str, ...] = ()

    def get_fields(self) -> dict[str, serializers.Field]:
        included = self.context.get("include", self.optional)
        return {
            name: field
            for name, field in super().get_fields().items()
            if name not in self.optional or name in included
        }


class OnRequestSchema(OpenApiSerializerExtension):
    target_class = OnRequest
    match_subclasses = True

    def map_serializer(self, auto_schema, direction):
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        schema["required"] = [name for name in schema["required"] if name not in self.target.optional]
        return schema
