"""Words that names of the sample catalogue are made of: invented, in the shape of real ones."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PLACES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "en": (
        _words(
            "Alder Bramble Cinder Dapple Elder Fennel Finch Gorse Hazel Heron Juniper Kestrel "
            "Larkspur Linnet Mallow Marten Moss Nettle Otter Plover Quail Rook Sorrel Tansy "
            "Teasel Thistle Umber Vetch Willow Wren Yarrow Sedge"
        ),
        _words(
            "bank brook combe croft dell down field ford garth glade holt hollow lea mere moor "
            "mead ridge shaw stead vale wick wold"
        ),
    ),
    "de": (
        _words(
            "Ahorn Birken Dachs Eber Falken Ginster Habicht Igel Kiebitz Luchs Marder Otter "
            "Reiher Schlehen Wacholder Zeisig"
        ),
        _words("au berg bruch feld grund hain heide moor quell tal winkel wiese"),
    ),
    "fr": (
        ("Bois ", "Champ ", "Clos ", "Mont ", "Pré ", "Val ", "Rive ", "Cour "),
        _words(
            "Aubépine Bruyère Coquelicot Fauvette Genêt Hérisson Loriot Mésange Noisette Pivert "
            "Sauge Tilleul"
        ),
    ),
    "it": (
        ("Borgo ", "Colle ", "Corte ", "Poggio ", "Prato ", "Rio ", "Valle ", "Riva "),
        _words(
            "Airone Cardello Fringuello Ginepro Ginestra Lavanda Melograno Mirtillo Rondine "
            "Salvia Tortora Upupa"
        ),
    ),
}
"""By language: beginnings and endings of a place's name."""

LANGUAGES = {"DE": "de", "AT": "de", "FR": "fr", "IT": "it"}
"""By country, where it is not English."""

BRANDS: tuple[tuple[str, ...], tuple[str, ...]] = (
    _words(
        "Amber Brindle Clover Cobalt Copper Crooked Dancing Feathered Gilded Hidden Honeyed Indigo "
        "Jolly Lantern Little Lucky Marigold Merry Mossy Nimble Painted Paper Patchwork Pebble "
        "Plum Quiet Ribbon Saffron Seven Silver Speckled Striped Tin Tumbling Twin Velvet "
        "Wandering Whistling Wobbly Woollen"
    ),
    _words(
        "Acorn Anchor Badger Barrel Bellows Button Comet Dragonfly Feather Fig Gander Hedgehog "
        "Heron Kettle Kite Ladle Lantern Lark Magpie Marmot Newt Otter Parsnip Pinecone Pumpkin "
        "Quince Radish Sparrow Spoon Squirrel Teapot Thimble Toadstool Turnip Umbrella Wagon "
        "Walrus Weasel Whistle Wigwam"
    ),
)

PEOPLE: tuple[tuple[str, ...], tuple[str, ...]] = (
    _words(
        "Alba Anouk Bram Cosmo Dario Delphine Edda Fable Fenn Greta Hollis Ines Jory Juno Kit Lior "
        "Lotte Marlo Mika Nell Odile Orla Otis Ozzie Pax Pippa Quill Rafi Roux Sanna Silas Tamsin "
        "Tilly Umi Veda Wilf Xanthe Yara Zeke Zola"
    ),
    _words(
        "Applethwick Bumbleford Candlewick Dappleton Evensong Fernquist Gingerfield Hazelbrandt "
        "Inkwell Jellicroft Kettlewick Larkenby Merrydew Nettlefold Oakapple Pennyfeather "
        "Quillfeather Ramblewood Starlington Thistlewaite Underbough Violander Wimpleton "
        "Yellowhammer Zephyrine Buttonhook Cloudesby Driftmeyer Emberlund Foxtrotter"
    ),
)

AREAS = (
    "Downtown",
    "North Side",
    "East End",
    "South Side",
    "West End",
    "Riverside",
    "Hillside",
    "Station Quarter",
)
"""Parts of a city that any city has; no claim about a real quarter."""
