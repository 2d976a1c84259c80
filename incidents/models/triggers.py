"""Words that tell of events, which analysts add to those that the reader knows by itself."""

from django.core.exceptions import ValidationError
from django.db import models

from incidents.extraction import wording
from incidents.gazetteer import records
from incidents.models.revisions import tracked
from incidents.vocabulary import PartOfSpeech, Standing, SubEventType


@tracked()
class Trigger(models.Model):
    wording = models.CharField(
        max_length=80,
        help_text="One word or two, in the base form: “garrotte”, “lob grenade”, “pipe attack”. Of two, the second"
        " belongs to a verb as its object or particle; the first stands before a noun.",
    )
    part_of_speech = models.CharField(max_length=10, choices=PartOfSpeech.choices)
    sub_event_type = models.CharField("event sub-type", max_length=50, choices=SubEventType.choices)
    standing = models.CharField(
        max_length=20,
        choices=Standing.choices,
        default=Standing.EVENT,
        help_text="Choose “only beside” for a word that sport, business or the weather use as well.",
    )
    example = models.TextField(
        max_length=1000,
        help_text="A sentence of news with these words. It is read before the trigger is taken: what the reader"
        " cannot use is said here.",
    )
    is_active = models.BooleanField(
        "active",
        default=True,
        help_text="An inactive one changes nothing; articles read before stay as they are.",
    )
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True, help_text="Where the wording was met.")

    class Meta:
        ordering = ["wording", "part_of_speech"]
        constraints = [
            models.UniqueConstraint(
                fields=["wording", "part_of_speech"],
                name="trigger_is_one",
                violation_error_message="wording: there is a trigger of these words and this part of speech.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.wording} ({self.part_of_speech})"

    def clean(self) -> None:
        self.wording = " ".join(self.wording.lower().split())
        self.example = self.example.strip()
        if not self.is_active or not self.is_readable:
            return  # of fields that are no words of ours, their own checks tell
        if found := wording.fault(self.as_record(), self.example):
            field, message = found
            raise ValidationError({field: message})

    @property
    def is_readable(self) -> bool:
        """Are all its words those of the vocabulary?"""
        return (
            bool(self.example)
            and self.part_of_speech in list(PartOfSpeech)
            and self.sub_event_type in list(SubEventType)
            and self.standing in list(Standing)
        )

    def as_record(self) -> records.Trigger:
        return records.Trigger(
            wording=self.wording,
            part=PartOfSpeech(self.part_of_speech),
            type=SubEventType(self.sub_event_type),
            standing=Standing(self.standing),
        )
