/* Het rekenwerk van de zelftest, zonder pagina: sommen, woorden, uitkomst, en de code die toen en nu verbindt. */
var Rekenen = (function () {
  "use strict";

  /* No 0 and O, no 1 and I: what is written down by hand is read back as it was meant. */
  var SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  var STATES = 10n; /* of a factor: 0 is "too few answers", 1 to 9 are the sums 2 to 10 */
  var VERSIONS = 16n;
  var CHECK = 9n;
  var POLYNOMIAL = 0b1000010001n; /* x^9 + x^4 + 1 */

  function sum(know, act) {
    return know && act ? Number(know) + Number(act) : null;
  }

  function band(bands, total) {
    return bands.find(function (item) { return total >= item.van && total <= item.tot; });
  }

  /* The words for a sum; none where an answer is missing. */
  function word(bands, total) {
    return total === null ? "" : band(bands, total).tekst;
  }

  /* Of the factors in one band (those with the highest sums, or with the lowest) at most two, the most outspoken first.
     Where a tie would make it more, only what stands above the tie. Factors are {sleutel, som}. */
  function outspoken(factors, bands, high) {
    var extreme = band(bands, high ? 10 : 2);
    var found = factors.filter(function (factor) { return factor.som !== null && band(bands, factor.som) === extreme; });
    found.sort(function (a, b) { return high ? b.som - a.som : a.som - b.som; });
    var tied = found.length > 2 && found[1].som === found[2].som;
    var shown = found.slice(0, tied ? found[0].som === found[1].som ? 0 : 1 : 2);
    return { getoond: shown, gelijk: tied, geen: found.length === 0 };
  }

  /* The situation alone decides: the first outcome whose conditions all hold. */
  function outcome(outcomes, situation) {
    return outcomes.find(function (item) {
      return Object.keys(item.als).every(function (key) { return item.als[key].indexOf(situation[key]) >= 0; });
    });
  }

  /* A cyclic check over version and sums. As the polynomial is irreducible and of degree nine, no error within one sign
     (5 bits in a row) and no swap of neighbours (the same 5 bits twice, 5 apart) is a multiple of it: both always show. */
  function remainder(value) {
    for (var width = BigInt(value.toString(2).length); width > CHECK; width -= 1n) {
      if (value >> (width - 1n) & 1n) value ^= POLYNOMIAL << (width - 1n - CHECK);
    }
    return value;
  }

  function length(count) {
    return Math.ceil((STATES ** BigInt(count) * VERSIONS << CHECK).toString(2).length / 5);
  }

  function encode(version, sums) {
    var value = sums.reduce(function (all, total) { return all * STATES + BigInt(total === null ? 0 : total - 1); }, 0n);
    value = BigInt(version) * STATES ** BigInt(sums.length) + value << CHECK;
    value |= remainder(value);
    var text = "";
    for (var n = length(sums.length); n > 0; n -= 1, value >>= 5n) text = SIGNS[Number(value & 31n)] + text;
    return text;
  }

  /* {sommen} of a code, or {fout}: leeg, lengte, teken (with the sign), controle, versie (with the version). */
  function decode(version, count, typed) {
    var text = String(typed).slice(0, 200).toUpperCase().replace(/[\s.·–—-]+/g, "");
    if (!text) return { fout: "leeg" };
    var strange = text.split("").find(function (sign) { return SIGNS.indexOf(sign) < 0; });
    if (strange) return { fout: "teken", teken: strange };
    if (text.length !== length(count)) return { fout: "lengte" };
    var value = text.split("").reduce(function (all, sign) { return all << 5n | BigInt(SIGNS.indexOf(sign)); }, 0n);
    if (remainder(value) !== 0n) return { fout: "controle" };
    value >>= CHECK;
    var all = STATES ** BigInt(count);
    var found = Number(value / all);
    if (found === 0 || found >= VERSIONS) return { fout: "controle" };
    if (found !== version) return { fout: "versie", versie: found };
    value %= all;
    var sums = [];
    for (var n = 0; n < count; n += 1, value /= STATES) {
      var state = Number(value % STATES);
      sums.unshift(state ? state + 1 : null);
    }
    return { sommen: sums };
  }

  /* What a difference is called; conventions, for two statements are too few for statistics. */
  function difference(before, after) {
    if (before === null || after === null) return "onbekend";
    var step = after - before;
    var kind = step > 0 ? "meer" : "minder";
    return Math.abs(step) < 2 ? "gelijk" : Math.abs(step) < 4 ? kind : "veel_" + kind;
  }

  return Object.freeze({
    som: sum, woord: word, uitgesproken: outspoken, uitkomst: outcome, codeer: encode, lees: decode, lengte: length,
    verschil: difference
  });
})();
