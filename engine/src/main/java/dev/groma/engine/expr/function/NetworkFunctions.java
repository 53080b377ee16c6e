package dev.groma.engine.expr.function;

import static dev.groma.engine.expr.function.Values.text;

import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Functions on IP addresses and prefixes.
final class NetworkFunctions {
  private NetworkFunctions() {}

  static List<Function> all() {
    return List.of(
        onPrefix("cidrhost", Type.STRING, "The address with a given number inside a prefix.")
            .with("hostnum", Type.NUMBER, "From zero; negative counts from the end.")
            .does((a, _) ->
                Value.of(host(Cidr.require(text(a.get(0)), -1), integer(a.get(1))).print())),
        onPrefix("cidrnetmask", Type.STRING, "The subnet mask of an IPv4 prefix.")
            .does((a, _) -> Value.of(netmask(Cidr.require(text(a.get(0)), -1)).print())),
        onPrefix("cidrsubnet", Type.STRING, "The subnet with a given number inside a prefix.")
            .with("newbits", Type.NUMBER, "By how many bits the subnet extends the prefix.")
            .with("netnum", Type.NUMBER, "The number of the subnet, from zero.")
            .does((a, _) ->
                Value.of(
                    subnet(
                            Cidr.require(text(a.get(0)), -1),
                            Values.count(a.get(1), -1, ""),
                            integer(a.get(2)))
                        .toString())),
        onPrefix("cidrsubnets", Type.list(Type.STRING), "Consecutive subnets of the given sizes.")
            .then("newbits", Type.NUMBER, "By how many bits each subnet extends the prefix.")
            .does((a, _) ->
                Values.listOfText(
                    subnets(Cidr.require(text(a.get(0)), 0), a.subList(1, a.size())))),
        Function.of("cidrcontains", Type.BOOL)
            .doc("True when a prefix contains an address or another prefix.")
            .with("containing_prefix", Type.STRING, "")
            .with("contained_ip_or_prefix", Type.STRING, "")
            .does((a, _) -> Value.of(contains(Cidr.require(text(a.get(0)), 0), text(a.get(1))))));
  }

  private static Function onPrefix(String name, Type result, String doc) {
    return Function.of(name, result)
        .doc(doc)
        .with("prefix", Type.STRING, "A prefix such as `10.0.0.0/8` or `fd00::/48`.");
  }

  private static BigInteger integer(Value value) {
    Num number = Values.number(value);
    if (!number.isInteger()) {
      throw new FunctionFailure("value must be a whole number");
    }
    return number.toBigInteger();
  }

  private static Cidr.Address host(Cidr cidr, BigInteger number) {
    BigInteger size = BigInteger.ONE.shiftLeft(cidr.bits() - cidr.length());
    boolean fromEnd = number.signum() < 0;
    BigInteger position = fromEnd ? number.add(size) : number;
    if (position.signum() < 0 || position.compareTo(size) >= 0) {
      throw new FunctionFailure(
          "prefix of " + cidr.length() + " does not accommodate a host numbered " + position);
    }
    return new Cidr.Address(cidr.start().number().or(position), cidr.bits());
  }

  private static Cidr.Address netmask(Cidr cidr) {
    if (cidr.bits() != 32) {
      throw new FunctionFailure("IPv6 addresses cannot have a netmask: " + cidr);
    }
    return new Cidr.Address(Cidr.mask(cidr.length(), 32), 32);
  }

  private static Cidr subnet(Cidr cidr, int newBits, BigInteger number) {
    int length = cidr.length() + newBits;
    if (length > cidr.bits()) {
      throw new FunctionFailure(
          "insufficient address space to extend prefix of " + cidr.length() + " by " + newBits);
    }
    if (length < 0) {
      throw new FunctionFailure("prefix length must not be negative");
    }
    BigInteger limit = BigInteger.ONE.shiftLeft(Math.max(0, newBits));
    if (number.compareTo(limit) >= 0) {
      throw new FunctionFailure(
          "prefix extension of " + newBits + " does not accommodate a subnet numbered " + number);
    }
    // A negative number sets the bits above the prefix as well; the magnitude is what counts.
    BigInteger start = cidr.start().number().or(number.shiftLeft(cidr.bits() - length)).abs();
    return new Cidr(
        new Cidr.Address(start.and(Cidr.mask(length, cidr.bits())), cidr.bits()), length);
  }

  private static List<String> subnets(Cidr cidr, List<Value> newBits) {
    List<String> subnets = new ArrayList<>();
    BigInteger next = cidr.start().number();
    BigInteger end = next.add(BigInteger.ONE.shiftLeft(cidr.bits() - cidr.length()));
    Cidr last = cidr;
    for (int i = 0; i < newBits.size(); i++) {
      int argument = i + 1;
      int length = length(cidr, Values.count(newBits.get(i), argument, ""), argument);
      BigInteger size = BigInteger.ONE.shiftLeft(cidr.bits() - length);
      BigInteger start = next.add(size).subtract(BigInteger.ONE).divide(size).multiply(size);
      if (start.add(size).compareTo(end) > 0) {
        throw new FunctionFailure(
            argument,
            "not enough remaining address space for a subnet with a prefix of "
                + length
                + " bits after "
                + last);
      }
      last = new Cidr(new Cidr.Address(start, cidr.bits()), length);
      subnets.add(last.toString());
      next = start.add(size);
    }
    return subnets;
  }

  private static int length(Cidr cidr, int newBits, int argument) {
    if (newBits < 1) {
      throw new FunctionFailure(argument, "must extend prefix by at least one bit");
    }
    if (newBits > 32) {
      throw new FunctionFailure(argument, "may not extend prefix by more than 32 bits");
    }
    int length = cidr.length() + newBits;
    if (length > cidr.bits()) {
      String protocol = cidr.bits() == 32 ? "IPv4" : "IPv6";
      throw new FunctionFailure(
          argument,
          "would extend prefix to "
              + length
              + " bits, which is too long for an "
              + protocol
              + " address");
    }
    return length;
  }

  private static boolean contains(Cidr outer, String inner) {
    Cidr other =
        inner.contains("/")
            ? Cidr.require(inner, 1)
            : Cidr.Address.parse(inner)
                .map(address -> new Cidr(address, address.bits()))
                .orElseThrow(
                    () -> new FunctionFailure(1, "invalid IP address or prefix: " + inner));
    if (other.bits() != outer.bits()) {
      throw new FunctionFailure(1, "address family mismatch: " + outer + " vs. " + inner);
    }
    return other.length() >= outer.length()
        && other
            .start()
            .number()
            .and(Cidr.mask(outer.length(), outer.bits()))
            .equals(outer.start().number());
  }
}
