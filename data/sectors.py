"""The one vocabulary of sectors, and what other spellings stand for."""

from typing import Final

SECTORS: Final[tuple[str, ...]] = (
    "airline",
    "bank",
    "bus",
    "car",
    "car_rental",
    "ecommerce",
    "electronics",
    "energy",
    "fitness",
    "food_delivery",
    "games",
    "health",
    "hotel",
    "housing",
    "insurance",
    "parcel",
    "public_service",
    "rail",
    "restaurant",
    "retail",
    "ride_hailing",
    "school",
    "software",
    "streaming",
    "supermarket",
    "telecom",
    "ticketing",
    "travel",
    "water",
)
"""Every value of ``Example.sector`` and ``Exemplar.sector`` in the shipped corpus."""

ALIASES: Final[dict[str, str]] = {
    "air": "airline",
    "airlines": "airline",
    "app": "software",
    "automotive": "car",
    "banking": "bank",
    "e_commerce": "ecommerce",
    "education": "school",
    "events": "ticketing",
    "gaming": "games",
    "healthcare": "health",
    "hotels": "hotel",
    "mobile": "telecom",
    "parcel_delivery": "parcel",
    "parcels": "parcel",
    "public_services": "public_service",
    "public_transport": "bus",
    "restaurants": "restaurant",
    "shop": "retail",
    "software_phones": "software",
    "taxi": "ride_hailing",
    "train": "rail",
    "utilities": "energy",
}


def normalise_sector(name: str) -> str:
    """The vocabulary's name for ``name``: ``"E-commerce"`` and ``"ecommerce"`` are one sector.

    Raises:
        ValueError: the name is neither a sector nor a known spelling of one.
    """
    key = name.strip().lower().replace("-", "_").replace(" ", "_")
    key = ALIASES.get(key, key)
    if key not in SECTORS:
        raise ValueError(f"unknown sector {name!r}; known sectors: {', '.join(SECTORS)}")
    return key
