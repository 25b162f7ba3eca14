"""What schemathesis cannot know: which key a route wants, for whom to act, and the ids of what is there.

RECOURSE_WORLD names the file that `seed.py` printed. Only what was meant to be right is replaced: where a case is about a
wrong or missing value, that value stays. One case in eight keeps what was made up.
"""
import hashlib
import json
import os

import schemathesis
from schemathesis.core.parameters import ParameterLocation

with open(os.environ["RECOURSE_WORLD"], encoding="utf-8") as file:
    WORLD = json.load(file)

# The clock runs in the last marketplace alone: elsewhere no clock ends what is attacked.
CLOCKED = WORLD["shops"][-1]
SHOPS = WORLD["shops"][:-1]
BY_KEY = {f"Bearer {shop['key']}": shop for shop in WORLD["shops"]}
ADMIN_ONLY = "A key of the installation (the admin key)."
ACTORS = [None, "buyer:B", "seller:S", "seller:S2", "mediator:M", "mediator:N", "finance:F"]
PARTIES = {"seller": ["S", "S2"], "buyer": ["B"]}
PARTS = [ParameterLocation.PATH, ParameterLocation.QUERY, ParameterLocation.HEADER, ParameterLocation.BODY]
# Values that reach further than made-up ones, by the name of their field.
WORDS = {
    "currency": ["BRL"],
    "provider": ["sandbox"],
    "carrier": ["fedex"],
    "reason": ["not_received", "damaged", "change_of_mind", "late_shipment", "out_of_stock", "delivered", "no_agreement",
               "counterfeit", "risky_address", "address_checked"],
    "buyer": ["B"],
    "seller": ["S"],
    "payment_id": ["pay-late-0", "pay-paid-9"],
    "number": ["Tlate-0", "Tlate-1"],
}


class Dice:
    """Choices that depend on nothing but the case, so that a seed repeats a run."""

    def __init__(self, case):
        text = f"{case.operation.label} {case.path_parameters} {case.query} {case.body!r}"
        self.left = int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest(), "big")

    def roll(self, sides):
        self.left, rolled = divmod(self.left, sides)
        return rolled

    def one_of(self, values):
        return values[self.roll(len(values))]


@schemathesis.auth(refresh_interval=None)
class Keys:
    """The installation's key for its own routes, else that of a marketplace."""

    def get(self, case, context):
        if ADMIN_ONLY in case.operation.definition.raw.get("description", ""):
            return WORLD["admin"]
        if case.operation.path == "/v1/sandbox/clock":
            return CLOCKED["key"]
        return Dice(case).one_of(shops_for(case))["key"]

    def set(self, case, data, context):
        case.headers["Authorization"] = f"Bearer {data}"


def shops_for(case):
    """Marketplaces that have something of every kind that the path names."""
    named = [name for name in case.path_parameters or {} if any(name in shop["ids"] for shop in SHOPS)]
    return [shop for shop in SHOPS if all(name in shop["ids"] for name in named)]


def actors_for(case):
    """For whom the key may act here; the document says it in words."""
    description = case.operation.definition.raw.get("description", "")
    if "A marketplace's key, without" in description:
        return [None]
    if "`Recourse-Actor: finance:ID`" in description:
        return [None, "finance:F"]
    return ACTORS


def right(case, location):
    """Whether this part of the request was meant to be right, and nothing that is meant to be wrong would be lost with it."""
    if case.meta is None or case.meta.is_negative_at(location):
        return False
    elsewhere = [other for other in PARTS if other != location and case.meta.is_negative_at(other)]
    return case.meta.generation.mode.is_positive or bool(elsewhere)


@schemathesis.hook
def filter_headers(context, headers):
    # A header that nobody knows is left alone, as HTTP has it.
    return not any(name.lower().startswith("x-schemathesis-unknown") for name in headers or {})


@schemathesis.hook
def before_call(context, case, kwargs):
    if "Authorization" not in (case.headers or {}):
        return
    dice = Dice(case)
    shop = BY_KEY.get(case.headers["Authorization"]) or dice.one_of(shops_for(case))
    if case.path_parameters and right(case, ParameterLocation.PATH) and dice.roll(8):
        case.path_parameters = {name: known(shop, dice, case.path_parameters, name) for name in case.path_parameters}
    declared = {parameter.name for parameter in case.operation.headers}
    if "Recourse-Actor" in declared and right(case, ParameterLocation.HEADER) and dice.roll(8):
        actor = dice.one_of(actors_for(case))
        if actor is None:
            case.headers.pop("Recourse-Actor", None)
        else:
            case.headers["Recourse-Actor"] = actor
        if dice.roll(8):
            case.headers.pop("If-Match", None)
    # The coverage phase of schemathesis 4.32 gives optional headers this value, whatever their pattern is.
    for name in [name for name, value in case.headers.items() if value == "0"]:
        del case.headers[name]
    if isinstance(case.body, (dict, list)) and right(case, ParameterLocation.BODY):
        case.body = whole(further(case.body, dice) if dice.roll(8) else case.body)


def whole(value):
    """3.0 is an integer to JSON Schema; here a number with a fraction never is, so that no amount comes as a float."""
    if isinstance(value, dict):
        return {name: whole(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [whole(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def known(shop, dice, parameters, name):
    if name == "role":
        return dice.one_of(["seller", "buyer"])
    if name == "party":
        return dice.one_of(PARTIES.get(parameters.get("role"), ["S"]))
    if name in ("leg", "proposal", "account_evidence"):
        return dice.roll(2)
    if name == "statement":
        return dice.one_of(["open", "1"])
    ids = shop["ids"].get(name)
    return dice.one_of(ids) if ids else parameters[name]


def further(value, dice, field=None):
    if isinstance(value, dict):
        return {name: further(inner, dice, name) for name, inner in value.items()}
    if isinstance(value, list):
        if field == "units" and dice.roll(2):
            return [dice.roll(2)]
        return [further(inner, dice, field) for inner in value]
    if isinstance(value, str) and field in WORDS:
        return dice.one_of(WORDS[field])
    if field == "amount" and isinstance(value, int) and not isinstance(value, bool) and dice.roll(2):
        return 1 + dice.roll(500)
    return value
