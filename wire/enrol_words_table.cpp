#include "wire/enrol_words.h"

#include <array>

namespace sarhad::wire {
namespace {

/// Plain words that are told apart over a bad line. Their order is part of the fingerprint.
constexpr std::array<std::string_view, kEnrolWords> kWords{
    "acorn",   "almond",  "amber",   "anchor",   "apple",    "apron",    "arch",     "arrow",
    "autumn",  "badge",   "baker",   "balcony",  "bamboo",   "banner",   "barley",   "barrel",
    "basin",   "basket",  "beacon",  "beetle",   "bench",    "berry",    "bishop",   "blanket",
    "blossom", "blue",    "boulder", "bracket",  "bramble",  "branch",   "brass",    "bridge",
    "brook",   "bucket",  "buffalo", "button",   "cabin",    "cable",    "cactus",   "camel",
    "candle",  "canvas",  "carbon",  "carpet",   "carrot",   "castle",   "cattle",   "cedar",
    "cellar",  "chalk",   "cherry",  "chimney",  "circle",   "citrus",   "clover",   "cobalt",
    "coffee",  "comet",   "compass", "coral",    "cotton",   "cradle",   "crane",    "cricket",
    "crystal", "cushion", "daisy",   "dancer",   "desert",   "dinner",   "dolphin",  "donkey",
    "dragon",  "drummer", "eagle",   "ember",    "engine",   "falcon",   "farmer",   "feather",
    "fiddle",  "finger",  "flute",   "forest",   "fountain", "fox",      "garden",   "garlic",
    "garnet",  "gate",    "ginger",  "glacier",  "goblet",   "gravel",   "guitar",   "hammer",
    "harbour", "harvest", "hazel",   "helmet",   "heron",    "hollow",   "honey",    "hornet",
    "hunter",  "igloo",   "indigo",  "island",   "ivory",    "jacket",   "jasmine",  "jungle",
    "kettle",  "kitchen", "kitten",  "ladder",   "lagoon",   "lantern",  "laurel",   "lemon",
    "leopard", "library", "lily",    "linen",    "lizard",   "lobster",  "lumber",   "magnet",
    "mango",   "maple",   "marble",  "market",   "meadow",   "melon",    "mercury",  "mirror",
    "monkey",  "morning", "mosaic",  "mountain", "mustard",  "napkin",   "needle",   "nephew",
    "nickel",  "noodle",  "nutmeg",  "oasis",    "ocean",    "olive",    "onion",    "orange",
    "orchard", "orchid",  "otter",   "oven",     "oyster",   "paddle",   "palace",   "panther",
    "paper",   "parrot",  "pebble",  "pencil",   "pepper",   "piano",    "pigeon",   "pillow",
    "pirate",  "planet",  "plaza",   "plum",     "pocket",   "pond",     "poppy",    "potato",
    "prairie", "pumpkin", "puppet",  "purple",   "pyramid",  "quarry",   "quartz",   "rabbit",
    "radish",  "rainbow", "raisin",  "raven",    "ribbon",   "river",    "rocket",   "rooster",
    "rope",    "ruby",    "saddle",  "saffron",  "salmon",   "sandal",   "sapphire", "satin",
    "sauce",   "scarlet", "season",  "shadow",   "shepherd", "shovel",   "silver",   "sister",
    "skipper", "snow",    "sparrow", "spider",   "spinach",  "spoon",    "squirrel", "stable",
    "statue",  "summer",  "sunset",  "swallow",  "tailor",   "teapot",   "temple",   "thimble",
    "thunder", "tiger",   "timber",  "tomato",   "topaz",    "torch",    "tower",    "tractor",
    "trumpet", "tulip",   "tunnel",  "turnip",   "turtle",   "umbrella", "uncle",    "valley",
    "vanilla", "velvet",  "village", "vinegar",  "violet",   "volcano",  "wagon",    "walnut",
    "walrus",  "weaver",  "whale",   "whistle",  "willow",   "window",   "winter",   "wizard",
};

}  // namespace

std::string_view enrol_word(std::uint8_t number) {
    return kWords.at(number);
}

}  // namespace sarhad::wire
