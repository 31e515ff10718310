// Writes vectors.txt (to standard output) and many.bin: javac -cp "jars/*" Vectors.java, with jackson-dataformat-smile 3.3.0 (2.21.0 gives
// the same bytes) and what it needs in jars.
import tools.jackson.dataformat.smile.*;
import tools.jackson.core.*;
import java.io.*;
import java.math.*;
import java.util.*;
import java.util.zip.CRC32;
public class Vectors {
  interface Body { void write(JsonGenerator g) throws Exception; }
  static void out(String name, boolean names, boolean values, boolean raw, boolean end, Body body) throws Exception {
    SmileFactory f = SmileFactory.builder()
      .configure(SmileWriteFeature.CHECK_SHARED_NAMES, names).configure(SmileWriteFeature.CHECK_SHARED_STRING_VALUES, values)
      .configure(SmileWriteFeature.ENCODE_BINARY_AS_7BIT, !raw).configure(SmileWriteFeature.WRITE_END_MARKER, end).build();
    ByteArrayOutputStream b = new ByteArrayOutputStream();
    try (JsonGenerator g = f.createGenerator(ObjectWriteContext.empty(), b)) { body.write(g); }
    byte[] d = b.toByteArray();
    if (d.length > 2000) { try (FileOutputStream o = new FileOutputStream(name + ".bin")) { o.write(d); } }
    else System.out.println(name + " " + HexFormat.of().formatHex(d));
  }
  static void all(JsonGenerator g) throws Exception {
    g.writeStartObject();
    g.writeName("null"); g.writeNull(); g.writeName("yes"); g.writeBoolean(true); g.writeName("no"); g.writeBoolean(false);
    g.writeName("ints"); g.writeStartArray();
    for (long n : new long[]{0,-1,15,-16,16,-17,63,64,-64,127,128,100000,-100000,Integer.MAX_VALUE,Integer.MIN_VALUE,Long.MAX_VALUE,Long.MIN_VALUE}) g.writeNumber(n);
    g.writeEndArray();
    g.writeName("big"); g.writeStartArray(); g.writeNumber(new BigInteger("-1234567890123456789012345678901234567890")); g.writeNumber(BigInteger.ONE.shiftLeft(80)); g.writeNumber(new BigDecimal("-12345678901234567890.000123456789")); g.writeNumber(new BigDecimal("1E+50")); g.writeEndArray();
    g.writeName("floats"); g.writeStartArray(); g.writeNumber(1.5f); g.writeNumber(-0.1); g.writeNumber(Double.MAX_VALUE); g.writeEndArray();
    g.writeName("texts"); g.writeStartArray();
    for (String s : new String[]{"", "a", "é", "x".repeat(32), "x".repeat(33), "x".repeat(64), "x".repeat(65), "é".repeat(16), "é".repeat(17), "é".repeat(32), "é".repeat(33), "a", "é", "日本", "日本"}) g.writeString(s);
    g.writeEndArray();
    g.writeName("bytes"); g.writeStartArray();
    for (int n = 0; n < 16; n++) { byte[] x = new byte[n]; for (int i = 0; i < n; i++) x[i] = (byte)(255 - 17*i); g.writeBinary(x); }
    g.writeEndArray();
    g.writeName(""); g.writeString("empty name"); g.writeName("n".repeat(64)); g.writeNumber(64); g.writeName("n".repeat(65)); g.writeNumber(65);
    g.writeName("é".repeat(28)); g.writeNumber(56); g.writeName("é".repeat(29)); g.writeNumber(58);
    g.writeName("again"); g.writeStartArray(); for (int i = 0; i < 2; i++) { g.writeStartObject(); g.writeName("yes"); g.writeNumber(i); g.writeName("n".repeat(64)); g.writeNull(); g.writeName("é".repeat(28)); g.writeNull(); g.writeEndObject(); }
    g.writeEndArray();
    g.writeEndObject();
  }
  static void many(JsonGenerator g) throws Exception {
    g.writeStartArray();
    for (int round = 0; round < 3; round++) for (int i = 0; i < 1100; i++) { g.writeStartObject(); g.writeName("n" + (i * (round + 1)) % 1100); g.writeString("v" + (i * (round + 1)) % 1100); g.writeEndObject(); }
    g.writeEndArray();
  }
  public static void main(String[] a) throws Exception {
    out("plain", false, false, false, false, V::all);
    out("shared", true, true, false, false, V::all);
    out("raw", true, true, true, true, V::all);
    out("number", true, false, false, false, g -> g.writeNumber(42));
    out("text", true, false, false, true, g -> g.writeString("hi"));
    out("many", true, true, false, false, V::many);
  }
}
