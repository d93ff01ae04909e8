"""What passes at the door: which gateway lets a reader's organisation be told, for the purpose declared. Files, read once; no question to the database."""

from datetime import date

from everychild.kit.problems import Refused
from everychild.sharing.gateways import HOLDER, gateways, kind_of
from everychild.sharing.rules import Gateway, gateway_for

AT_THE_DOOR = "name"
"""Whoever comes through is told at least who the child is."""


def gateway_of(*, purpose: str, role: str, on: date) -> Gateway | None:
    """The gateway by which the holder of this record tells somebody of this role for this purpose."""
    told = kind_of(role)
    return gateway_for(gateways().values(), purpose=purpose, told_by=HOLDER, told=told, item=AT_THE_DOOR, on=on) if told else None


def check_gateway(*, purpose: str, role: str, on: date) -> str:
    """The code of the gateway; refused where there is none in force."""
    gateway = gateway_of(purpose=purpose, role=role, on=on)
    if gateway is None:
        refused = Refused("No power or duty in force lets your organisation be told about a child for this purpose.")
        refused.ask = "Ask the information-governance lead of your organisation which purpose fits, or whether a gateway is missing."
        raise refused
    return gateway.code
