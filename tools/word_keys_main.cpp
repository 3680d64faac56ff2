/// Reads words, one a line, and writes each with its key in the table of weights: what
/// make_word_weights.py needs of the normaliser, so that the fold is written once.

#include "watchlists/normalise.h"
#include "watchlists/word_weights.h"

#include <iostream>
#include <string>

int main() {
    std::string line;
    while (std::getline(std::cin, line)) {
        const auto tokens = sarhad::watchlists::normalise(line);
        if (tokens.size() == 1) {
            std::cout << line << '\t' << sarhad::watchlists::word_key(tokens[0]) << '\n';
        }
    }
    return 0;
}
