"""What is told by a serializer that was read through once is what the serializer itself would tell."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from rest_framework import serializers

from incidents.api.ready import Ready, kept, telling
from incidents.api.serializers.fields import OnRequest


class Part(serializers.Serializer):
    name = serializers.CharField(read_only=True)


class Whole(serializers.Serializer):
    number = serializers.IntegerField(read_only=True)
    deep = serializers.CharField(source="part.name", read_only=True, default="nobody")
    called = serializers.CharField(source="shout", read_only=True)
    part = Part(read_only=True, allow_null=True)
    parts = Part(many=True, read_only=True)
    maybe = serializers.CharField(required=False)
    made = serializers.SerializerMethodField()
    secret = serializers.CharField(write_only=True)

    def get_made(self, row):
        return f"{self.context['greeting']} {getattr(row, 'number', None)}"


def row(**given):
    told = {
        "number": 3,
        "part": SimpleNamespace(name="a"),
        "parts": [SimpleNamespace(name="b")],
        "secret": "s",
    }
    return SimpleNamespace(**told | {"shout": lambda: "HE", "maybe": "x"} | given)


def as_itself(serializer, told):
    return serializer.to_representation(told)


def without(name):
    bare = row()
    delattr(bare, name)
    return bare


@pytest.mark.parametrize(
    "told", [row(), row(part=None), row(number=None), row(parts=[]), without("maybe"), without("part")]
)
def test_it_says_the_same_of_whatever_is_missing(told):
    serializer = Whole(context={"greeting": "no."})
    try:
        expected = as_itself(serializer, told)
    except Exception as error:
        with pytest.raises(type(error)):
            telling(serializer)(told)
    else:
        assert telling(serializer)(told) == expected
        assert "secret" not in expected


def test_a_mapping_is_read_by_its_keys_and_not_by_its_methods():
    class Values(serializers.Serializer):
        values = serializers.IntegerField(read_only=True)

    assert telling(Values())({"values": 4}) == {"values": 4}


def test_two_requests_at_once_do_not_see_each_other():
    class Told(serializers.Serializer):
        whom = serializers.SerializerMethodField()

        def get_whom(self, _row):
            both_are_in.wait(timeout=10)
            return self.context["whom"]

    both_are_in = Barrier(2)

    def tell(whom):
        return Ready(kept(Told, frozenset()), row(), many=False, context={"whom": whom}).data

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(tell, ["ada", "bob"])) == [{"whom": "ada"}, {"whom": "bob"}]


def test_what_is_included_is_told_to_who_asked_for_it_alone():
    class Told(OnRequest):
        name = serializers.CharField(read_only=True)
        words = serializers.CharField(read_only=True)
        optional = ("words",)

    told = SimpleNamespace(name="a", words="b")
    some, more = (
        Ready(kept(Told, frozenset(include)), [told], many=True, context={"include": include}).data
        for include in (set(), {"words"})
    )
    assert (some, more) == ([{"name": "a"}], [{"name": "a", "words": "b"}])
