#pragma once

#include "cargo_segments.h"

#include <string>

namespace sarhad::intake {

/// GID: number of the line, packages and their kind.
void read_goods_start(CargoDraft& draft, const Segment& gid, facts::GoodsLine& to);
/// A segment behind it. False where it is none that tells of goods.
bool take_goods_line(CargoDraft& draft, const Segment& segment, facts::GoodsLine& to);
/// CST: the code of the goods and the customs procedure.
void read_customs_status(CargoDraft& draft, const Segment& cst, facts::GoodsLine& to);
/// A container that the goods are in, its number normalised.
void hold_goods(CargoDraft& draft,
                const Segment& at,
                facts::GoodsLine& to,
                const std::string& number);
/// What can be told when the line is whole: the code that its description names.
void settle_goods_line(facts::GoodsLine& line);

}  // namespace sarhad::intake
