// Each function group by its own laws; the published suite tests the rest.
#include "cel_bench.h"

#include "rules/cel/overload.h"

namespace sarhad::rules::cel {
namespace {

TEST(CelFunctions, EveryDeclaredOverloadHasAnImplementation) {
    const TypePool none;
    for (const auto rows : {standard_overloads(), extension_overloads()}) {
        for (const OverloadRow& row : rows) {
            TypePool pool;
            const auto overload = parse_overload(row, pool);
            ASSERT_TRUE(overload) << row.id;
            // The evaluator's own operations are not in the table of functions.
            const std::string_view name = row.function;
            const bool is_own = name == "_&&_" || name == "_||_" || name == "_?_:_" ||
                                name == "@not_strictly_false" || name == "_[_]" ||
                                name == "_[?_]" || name == "_?._" || name == "cel.@block" ||
                                row.id.starts_with("optional_");
            EXPECT_TRUE(is_own || find_function(name, overload->member, overload->params.size()))
                << row.id;
        }
    }
}

TEST(CelFunctions, ArithmeticStopsAtTheEndsOfItsTypes) {
    CelBench bench;
    bench.fails("9223372036854775807 + 1", Fault::kOutOfRange);
    bench.fails("-9223372036854775808 - 1", Fault::kOutOfRange);
    bench.fails("-(-9223372036854775807 - 1)", Fault::kOutOfRange);
    bench.fails("0u - 1u", Fault::kOutOfRange);
    bench.fails("18446744073709551615u * 2u", Fault::kOutOfRange);
    bench.fails("(-9223372036854775807 - 1) / -1", Fault::kOutOfRange);
    bench.fails("(-9223372036854775807 - 1) % -1", Fault::kOutOfRange);
    bench.fails("1 / 0", Fault::kDivideByZero);
    bench.fails("1u % 0u", Fault::kDivideByZero);
    bench.holds("1.0 / 0.0 > 1e308");
    bench.holds("-7 / 2 == -3 && -7 % 2 == -1");
    bench.fails("1 + 1u", Fault::kNoOverload);
}

TEST(CelFunctions, NumbersOfAllTypesAreOrderedTogether) {
    CelBench bench;
    bench.holds("1 == 1u && 1u == 1.0 && 1.0 == 1");
    bench.holds("-1 < 0u && 18446744073709551615u > 9223372036854775807");
    bench.holds("2.5 > 2 && 2.5 < 3u && -0.5 < 0u");
    bench.holds("!(0.0/0.0 == 0.0/0.0) && !(0.0/0.0 < 1) && 0.0/0.0 != 1u");
    bench.holds("{1: 'a'}[1.0] == 'a' && {1u: 'a'}[1] == 'a' && 2.0 in {2: 0} && !(2.5 in {2: 0})");
}

TEST(CelFunctions, ConversionsKeepTheValueOrFail) {
    CelBench bench;
    bench.holds("int('-5') == -5 && uint('7') == 7u && double('1e3') == 1000.0");
    bench.holds("string(0.1) == '0.1' && string(1e21) == '1e+21' && string(-0.0) == '-0'");
    bench.holds("string(100000.0) == '100000' && string(1000000.0) == '1e+06'");
    bench.holds("int(-3.99) == -3 && uint(3.99) == 3u");
    bench.holds("bytes('é') == b'\\xc3\\xa9' && string(b'\\xc3\\xa9') == 'é'");
    bench.fails("int('5 ')", Fault::kInvalid);
    bench.fails("int('')", Fault::kInvalid);
    bench.fails("int('9223372036854775808')", Fault::kOutOfRange);
    bench.fails("uint(-1)", Fault::kOutOfRange);
    bench.fails("int(9223372036854775807.0)", Fault::kOutOfRange);
    bench.fails("int(0.0/0.0)", Fault::kOutOfRange);
    bench.fails("double('1.2.3')", Fault::kInvalid);
    bench.fails("string(b'\\xff')", Fault::kInvalid);
}

TEST(CelFunctions, TimesAreExactToTheNanosecond) {
    CelBench bench;
    bench.holds("string(timestamp('2026-11-23T09:14:02.5+05:00')) == '2026-11-23T04:14:02.5Z'");
    bench.holds("string(duration('1h2m3.000000004s')) == '3723.000000004s'");
    bench.holds("duration('-1.5h') == duration('-90m') && string(duration('-0.5s')) == '-0.5s'");
    bench.holds("timestamp('2024-02-29T00:00:00Z').getDayOfYear() == 59");
    bench.holds("timestamp('1969-12-31T23:59:59Z').getDayOfWeek() == 3");
    bench.holds("timestamp('2026-06-01T20:30:00Z').getHours('Asia/Karachi') == 1");
    bench.holds("timestamp('2026-06-01T20:30:00Z').getDate('+05:00') == 2");
    bench.holds("timestamp('0001-01-01T00:00:00Z') < timestamp(0)");
    bench.fails("timestamp('2023-02-29T00:00:00Z')", Fault::kInvalid);
    bench.fails("timestamp('2026-01-01 00:00:00Z')", Fault::kInvalid);
    bench.fails("timestamp('9999-12-31T23:59:59Z') + duration('1s')", Fault::kOutOfRange);
    bench.fails("timestamp(0).getHours('Mars/Phobos')", Fault::kInvalid);
    bench.fails("duration('1')", Fault::kInvalid);
    bench.fails("duration('')", Fault::kInvalid);
    bench.fails("duration('9223372037s')", Fault::kOutOfRange);
}

// One of ::ffff:0:0/96 was an address of its own, and equal to no IPv4 address.
TEST(CelFunctions, AMappedAddressIsTheIpv4AddressThatItStandsFor) {
    CelBench bench;
    bench.holds("ip('::ffff:c0a8:1') == ip('192.168.0.1')");
    bench.holds("ip('0:0:0:0:0:FFFF:c0a8:1').family() == 4");
    bench.holds("string(ip('::ffff:c0a8:1')) == '192.168.0.1' && !ip.isCanonical('::ffff:c0a8:1')");
    bench.holds("cidr('192.168.0.0/24').containsIP('::ffff:c0a8:1')");
    bench.holds("cidr('::ffff:c0a8:0/120') == cidr('192.168.0.0/24')");
    bench.holds(
        "!cidr('::/0').containsIP('::ffff:c0a8:1') && cidr('::ffff:0:0/95') != cidr('0.0.0.0/0')");
    bench.holds("ip('::ffff:0:c0a8:1').family() == 6");
    bench.fails("ip('::ffff:192.168.0.1')", Fault::kInvalid);
    bench.fails("cidr('::ffff:192.168.0.1/120')", Fault::kInvalid);
}

// As letters carry it; a line's end was no base64.
TEST(CelFunctions, Base64MayBeBrokenIntoLines) {
    CelBench bench;
    bench.holds("base64.decode('aGVs\\r\\nbG8=\\n') == b'hello' && base64.decode('\\n') == b''");
    for (const std::string_view bad :
         {"aGVs bG8=", "=", "==", "A===", "AA=", "AA==A", "A", "A=A=", "AAAA===="}) {
        bench.fails("base64.decode('" + std::string{bad} + "')", Fault::kInvalid);
    }
    bench.holds("base64.decode('AA==') == b'\\x00' && base64.decode('AAA') == b'\\x00\\x00'");
}

// RFC 4291, 2.2, form 3.
TEST(CelFunctions, AnIpv4AddressMayEndAnIpv6Address) {
    CelBench bench;
    bench.holds("string(ip('64:ff9b::192.0.2.33')) == '64:ff9b::c000:221'");
    bench.holds("ip('1:2:3:4:5:6:1.2.3.4') == ip('1:2:3:4:5:6:102:304')");
    for (const std::string_view bad : {"1.2.3.4::",
                                       "::1.2.3",
                                       "::1.2.3.4:5",
                                       "::1.2.3.256",
                                       "1:2:3:4:5:6:7:1.2.3.4",
                                       "::.1.2.3.4"}) {
        bench.holds("!isIP('" + std::string{bad} + "')");
    }
    bench.holds("!isIP('" + std::string(5000, ':') + "') && !isIP('::" + std::string(60, '0') +
                "')");
}

TEST(CelFunctions, ADoubleTooGreatIsNoDoubleAndOneTooSmallIsZero) {
    CelBench bench;
    for (const std::string_view great : {"1e999", "-1e400", "0.5e999", "1234.5e400"}) {
        bench.fails("double('" + std::string{great} + "')", Fault::kInvalid);
    }
    bench.holds(
        "double('1e-999') == 0.0 && double('123.4e-500') == 0.0 && double('0.00001e-400') == 0.0");
    bench.holds("string(double('-1e-999')) == '-0'");
}

TEST(CelFunctions, TimesBeyondANanosecondAreCutAndTheShortestDurationIsOne) {
    CelBench bench;
    bench.holds(
        "timestamp('2026-01-01T00:00:00.1234567899Z') == "
        "timestamp('2026-01-01T00:00:00.123456789Z')");
    bench.fails("timestamp('2026-01-01T00:00:00.Z')", Fault::kInvalid);
    bench.holds("string(duration('-9223372036854775808ns')) == '-9223372036.854775808s'");
    bench.fails("duration('9223372036854775808ns')", Fault::kOutOfRange);
    bench.fails("duration('-9223372036854775809ns')", Fault::kOutOfRange);
    bench.fails("duration('18446744073709551616ns')", Fault::kOutOfRange);
    bench.fails("duration('9223372036s854775808ns')", Fault::kOutOfRange);
}

// Zone files list changes up to 2037: later moments had the offset of the last one listed.
TEST(CelFunctions, SummerTimeGoesOnAfter2037) {
    CelBench bench;
    bench.holds("timestamp('2037-07-01T12:00:00Z').getHours('America/New_York') == 8");
    bench.holds("timestamp('2038-07-01T12:00:00Z').getHours('America/New_York') == 8");
    bench.holds("timestamp('2050-01-01T12:00:00Z').getHours('America/New_York') == 7");
    bench.holds("timestamp('2040-03-11T06:59:00Z').getHours('America/New_York') == 1");
    bench.holds("timestamp('2040-03-11T07:00:00Z').getHours('America/New_York') == 3");
    bench.holds("timestamp('2048-10-25T00:30:00Z').getHours('Europe/London') == 1");
    bench.holds("timestamp('2048-10-25T01:30:00Z').getHours('Europe/London') == 1");
    bench.holds("timestamp('2096-02-29T12:00:00Z').getHours('Asia/Karachi') == 17");
    bench.holds("timestamp('9999-12-31T23:59:59Z').getHours('Asia/Karachi') == 4");
}

TEST(CelFunctions, StringsCountCharactersNotBytes) {
    CelBench bench;
    bench.holds("'سرحد'.size() == 4 && 'سرحد'.charAt(1) == 'ر' && 'سرحد'.substring(2) == 'حد'");
    bench.holds("'سرحد'.indexOf('حد') == 2 && 'سرحد'.reverse() == 'دحرس'");
    bench.holds("'abc'.replace('', '-') == '-a-b-c-' && 'aaa'.replace('a', 'b', 2) == 'bba'");
    bench.holds("'abc'.split('') == ['a', 'b', 'c'] && 'a,b,c'.split(',', 2) == ['a', 'b,c']");
    bench.holds("''.split(',') == [''] && ['a', 'b'].join('/') == 'a/b' && [].join('-') == ''");
    bench.holds("'\\u2003 x\\u3000'.trim() == 'x' && '  '.trim() == ''");
    bench.holds(
        "'%s|%d|%x|%b|%.2f|%e'.format(['a', 5, 255, 5, 2.5, 1000.0]) == "
        "'a|5|ff|101|2.50|1.000000e+03'");
    bench.holds("'%s'.format([{'b': 1, 'a': [null, true]}]) == '{a: [null, true], b: 1}'");
    bench.holds("strings.quote('a\"\\n') == '\"a\\\\\"\\\\n\"'");
    bench.fails("'%'.format([])", Fault::kInvalid);
    bench.fails("'%d'.format([])", Fault::kInvalid);
    bench.fails("'%.101f'.format([1.0])", Fault::kInvalid);
    bench.fails("'abc'.substring(2, 1)", Fault::kOutOfRange);
    bench.fails("'a'.matches('(')", Fault::kInvalid);
    bench.holds("'booking 7'.matches('[0-9]$')");
}

TEST(CelFunctions, MathAgreesWithIntegers) {
    CelBench bench;
    bench.holds("math.greatest(1, 2u, 3.0) == 3 && math.least([3, 1, 2]) == 1");
    bench.holds("math.round(-2.5) == -3.0 && math.round(2.5) == 3.0 && math.trunc(-2.9) == -2.0");
    bench.holds("math.sqrt(81) == 9.0 && math.isNaN(math.sqrt(-1.0))");
    bench.holds("math.bitShiftLeft(1, 63) < 0 && math.bitShiftRight(-1, 63) == 1");
    bench.fails("math.abs(-9223372036854775807 - 1)", Fault::kOutOfRange);
    bench.fails("math.greatest(dyn([]))", Fault::kInvalid);
}

TEST(CelFunctions, AddressesHaveOneText) {
    CelBench bench;
    bench.holds("string(ip('2001:DB8:0:0:0:0:0:1')) == '2001:db8::1'");
    bench.holds("string(ip('::')) == '::' && string(ip('1:0:0:2::')) == '1:0:0:2::'");
    bench.holds("!isIP('1.2.3') && !isIP('01.2.3.4') && !isIP('1::2::3') && !isIP('::1%eth0')");
    bench.holds("cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && !isCIDR('10.0.0.0/33')");
    bench.holds(
        "cidr('10.0.0.0/8').containsIP('10.255.0.1') && "
        "!cidr('10.0.0.0/8').containsCIDR('10.0.0.0/7')");
    bench.holds(
        "cidr('0.0.0.0/0').containsIP('255.1.1.1') && "
        "!cidr('::/0').containsIP('255.1.1.1')");
}

TEST(CelFunctions, Base64TakesPaddingOrNone) {
    CelBench bench;
    bench.holds("base64.encode(b'ab') == 'YWI=' && base64.decode('YWI') == b'ab'");
    bench.holds("base64.decode('') == b'' && base64.encode(b'') == ''");
    bench.fails("base64.decode('Y')", Fault::kInvalid);
    bench.fails("base64.decode('Y$==')", Fault::kInvalid);
}

TEST(CelFunctions, OptionalsCarryAbsenceThrough) {
    CelBench bench;
    bench.holds("{'a': {'b': 1}}.?a.?b.orValue(0) == 1 && {}.?a.?b.orValue(0) == 0");
    bench.holds("[1][?1].or(optional.of(7)).value() == 7 && optional.of(1).orValue(1 / 0) == 1");
    bench.holds("[?optional.none(), 1] == [1] && {?'k': optional.of(2)} == {'k': 2}");
    bench.holds("optional.of([1, 2])[1] == optional.of(2) && !has({}.?a.b)");
    bench.fails("optional.none().value()", Fault::kInvalid);
    bench.fails("optional.of(1).or(2 > 1) == optional.none() || [?1] == []", Fault::kNoOverload);
}

TEST(CelFunctions, LoopsMakeListsAndMaps) {
    CelBench bench;
    bench.holds("[1, 2, 3].map(x, x * 2).filter(x, x > 2) == [4, 6]");
    bench.holds("[1, 2, 3].exists_one(x, x == 2) && ![1, 1].exists_one(x, x == 1)");
    bench.holds("{'a': 1, 'b': 2}.transformMap(k, v, v + 1) == {'a': 2, 'b': 3}");
    bench.holds("[5, 6].transformList(i, v, i * v) == [0, 6]");
    bench.holds("cel.bind(x, [1, 2], x.map(y, x.map(z, y * z))) == [[1, 2], [2, 4]]");
    // A list that grows in place must not show in another that shares its beginning.
    bench.holds(
        "cel.bind(a, [1, 2, 3].map(x, x), [a + [4], a + [5], a]) == "
        "[[1, 2, 3, 4], [1, 2, 3, 5], [1, 2, 3]]");
    bench.holds("cel.block([1, cel.index(0) + 1], cel.index(1) * 10) == 20");
}

TEST(CelFunctions, KeysAreFoundInLargeMapsToo) {
    CelBench bench;
    std::string text = "{";
    for (int i = 0; i < 40; ++i) {
        text += "'k" + std::to_string(i) + "': " + std::to_string(i) + ", " + std::to_string(i) +
                ": 'v" + std::to_string(i) + "', ";
    }
    const std::string map = text + "}";
    bench.holds(map + "['k39'] == 39 && " + map + "[39u] == 'v39' && !('k40' in " + map + ")");
    bench.fails("{'a': 1, 'a': 2}", Fault::kInvalid);
    bench.fails("{1.5: 1}", Fault::kInvalid);
}

}  // namespace
}  // namespace sarhad::rules::cel
