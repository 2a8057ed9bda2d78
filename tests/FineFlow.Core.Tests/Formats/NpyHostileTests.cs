using CsCheck;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Formats;

public class NpyHostileTests
{
    private const long AllocationLimit = 8 << 20;

    private static readonly byte[] Sound = NpyFile.Bytes(NpyFile.Header("<f4", "(2, 1)"), 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40);

    /// <summary>Headers that are no plain dict of the three keys, each with a word of the message to expect.</summary>
    public static TheoryData<string, string> BrokenHeaders => new()
    {
        { "", "expected '{'" },
        { "{", "expected a quoted string" },
        { "}", "expected '{'" },
        { "{}", "'descr' is missing" },
        { "None", "expected '{'" },
        { "{'descr': '<f4', 'fortran_order': False}", "'shape' is missing" },
        { "{'descr': '<f4', 'shape': (1,)}", "'fortran_order' is missing" },
        { "{'fortran_order': False, 'shape': (1,)}", "'descr' is missing" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'shape': (1,)}", "'shape' is unknown or repeated" },
        { "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "'descr' is unknown or repeated" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'extra': 1}", "'extra' is unknown" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)", "expected '}'" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x", "nothing but padding" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}}", "nothing but padding" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}\n\n# comment", "nothing but padding" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,),,}", "expected a quoted string" },
        { "{'descr': '<f4' 'fortran_order': False, 'shape': (1,)}", "expected '}'" },
        { "{'descr' '<f4', 'fortran_order': False, 'shape': (1,)}", "expected ':'" },
        { "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}", "True or False" },
        { "{'descr': '<f4', 'fortran_order': false, 'shape': (1,)}", "True or False" },
        { "{'descr': '<f4', 'fortran_order': Falsehood, 'shape': (1,)}", "expected '}'" },
        { "{'descr': '<f4, 'fortran_order': False, 'shape': (1,)}", "expected '}'" },
        { "{'descr': '<f4", "a closed string" },
        { "{'descr': '<f\\x34', 'fortran_order': False, 'shape': (1,)}", "plain ASCII" },
        { "{'descr': '<f\t4', 'fortran_order': False, 'shape': (1,)}", "plain ASCII" },
        { "{u'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "a quoted string" },
        { "{'descr': __import__('os').system('id'), 'fortran_order': False, 'shape': (1,)}", "a quoted string" },
        { "{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (1,)}", "structured" },
        { NpyFile.Header("<f4", "(1)"), "such as (3,)" },
        { NpyFile.Header("<f4", "[1]"), "expected '('" },
        { NpyFile.Header("<f4", "1"), "expected '('" },
        { NpyFile.Header("<f4", "(1 1)"), "tuple" },
        { NpyFile.Header("<f4", "(,)"), "a size between" },
        { NpyFile.Header("<f4", "(1,,)"), "a size between" },
        { NpyFile.Header("<f4", "(-1,)"), "a size between" },
        { NpyFile.Header("<f4", "(-1, -1)"), "a size between" },
        { NpyFile.Header("<f4", "(+1,)"), "a size between" },
        { NpyFile.Header("<f4", "(01,)"), "a size between" },
        { NpyFile.Header("<f4", "(1.0,)"), "tuple" },
        { NpyFile.Header("<f4", "(1L,)"), "tuple" },
        { NpyFile.Header("<f4", "(1_0,)"), "tuple" },
        { NpyFile.Header("<f4", "(0x1,)"), "tuple" },
        { NpyFile.Header("<f4", "(True,)"), "a size between" },
        { NpyFile.Header("<f4", "(2147483648,)"), "a size between" },
        { NpyFile.Header("<f4", "(99999999999999999999999999,)"), "a size between" },
        { NpyFile.Header("<f4", "(2147483647,)"), "more than" },
        { NpyFile.Header("<f4", "(65536, 65536)"), "more than" },
        { NpyFile.Header("<f4", "(2147483647, 2147483647, 2147483647, 2147483647)"), "more than" },
        { NpyFile.Header("<f4", "(0, 2147483647, 2)"), "more than" },
        { NpyFile.Header("<f4", $"({string.Concat(Enumerable.Repeat("1, ", 65))})"), "at most 64 sizes" },
        { NpyFile.Header("<f4", $"({new string('(', 5000)}"), "a size between" },
        { NpyFile.Header("f4", "(1,)"), "not a byte order" },
        { NpyFile.Header("", "(1,)"), "not a byte order" },
        { NpyFile.Header("<", "(1,)"), "not a byte order" },
        { NpyFile.Header("|f4", "(1,)"), "lacks the byte order" },
        { NpyFile.Header("<f16", "(1,)"), "not supported" },
        { NpyFile.Header("<f", "(1,)"), "not supported" },
        { NpyFile.Header("<b2", "(1,)"), "not supported" },
        { NpyFile.Header("<c8", "(1,)"), "not supported" },
        { NpyFile.Header("|S4", "(1,)"), "not supported" },
        { NpyFile.Header("<U1", "(1,)"), "not supported" },
        { NpyFile.Header("|V4", "(1,)"), "not supported" },
        { NpyFile.Header("<M8[s]", "(1,)"), "not supported" },
        { NpyFile.Header("<m8[s]", "(1,)"), "not supported" },
        { NpyFile.Header("|O", "(1,)"), "pickles are never read" },
        { NpyFile.Header("|O8", "(1,)"), "pickles are never read" },
    };

    [Theory]
    [MemberData(nameof(BrokenHeaders))]
    public void A_broken_header_is_refused_in_one_line(string header, string problem)
    {
        var file = NpyFile.Bytes(header, 0, 0, 0, 0);

        var failure = Assert.Throws<BadInputException>(() => NpyFile.ReadStream(file));

        Assert.StartsWith("body: npy header", failure.Message, StringComparison.Ordinal);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void A_wrong_magic_or_version_is_refused()
    {
        byte[] pickle = [0x80, 4, .. "cposix\nsystem\n"u8];
        byte[] version4 = [.. Sound.AsSpan(0, 6), 4, 0, .. Sound.AsSpan(8)];
        byte[] version11 = [.. Sound.AsSpan(0, 6), 1, 1, .. Sound.AsSpan(8)];

        Assert.Contains("not an npy file", Problem(pickle), StringComparison.Ordinal);
        Assert.Contains("version 4.0", Problem(version4), StringComparison.Ordinal);
        Assert.Contains("version 1.1", Problem(version11), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_claims_gigabytes_is_refused_before_it_is_read()
    {
        byte[] file = [0x93, .. "NUMPY"u8, 2, 0, 0xff, 0xff, 0xff, 0xff, (byte)'{'];

        Assert.Contains("4294967295 bytes; expected at most 65536", Problem(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (var length = 0; length < Sound.Length; length++)
        {
            var cut = Sound[..length];
            Assert.Throws<BadInputException>(() => NpyFile.ReadStream(cut));
            Assert.Throws<BadInputException>(() => NpyFile.ReadPath(cut, NpyReader.ReadSingle));
            Assert.Throws<BadInputException>(() => NpyFile.ReadPath(cut, NpyReader.ReadHeader));
        }
    }

    [Fact]
    public void A_byte_after_the_data_is_refused()
    {
        byte[] file = [.. Sound, 0];

        Assert.Contains("follow", Problem(file), StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => NpyFile.ReadPath(file, NpyReader.ReadSingle));
    }

    [Fact]
    public void Every_flipped_byte_gives_an_array_or_a_typed_refusal_and_takes_little_memory()
    {
        for (var position = 0; position < Sound.Length - 8; position++)
        {
            for (var flip = 1; flip < 256; flip++)
            {
                var file = (byte[])Sound.Clone();
                file[position] ^= (byte)flip;
                AssertArrayOrRefusal(file);
            }
        }
    }

    [Fact]
    public void Any_bytes_in_place_of_the_header_give_an_array_or_a_typed_refusal() =>
        Gen.Select(Gen.OneOf(Gen.String, Gen.String["{}'\"(),: 0123456789<f4TrueFalsdescrhpo_n"]), Gen.Byte.Array[0, 20])
            .Sample((header, data) => AssertArrayOrRefusal(NpyFile.Bytes(header, data)), iter: 2000);

    [Fact]
    public void A_short_body_that_claims_two_billion_elements_takes_little_memory()
    {
        var file = NpyFile.Bytes(NpyFile.Header("|u1", "(1000000000,)"), new byte[100_000]);

        AssertArrayOrRefusal(file);

        Assert.Contains("truncated: the data ends within element 100000", Problem(file), StringComparison.Ordinal);
        Assert.Contains("asks for exactly", Refusal(() => NpyFile.ReadPath(file, NpyReader.ReadSingle)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_that_is_no_bool_is_refused_with_its_index()
    {
        var file = NpyFile.Bytes(NpyFile.Header("|b1", "(3,)"), 0, 1, 2);

        Assert.Equal("element 2 in file order does not fit Single (from Boolean)", Problem(file));
    }

    [Fact]
    public void Paths_that_are_no_readable_files_are_refused()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal("no such file", Refusal(() => NpyReader.ReadSingle(folder.File("absent.npy"))));
        Assert.Contains("cannot be opened", Refusal(() => NpyReader.ReadSingle(folder.Path)), StringComparison.Ordinal);
        Assert.Contains("cannot be opened", Refusal(() => NpyReader.ReadSingle("")), StringComparison.Ordinal);
        Assert.Contains("cannot be opened", Refusal(() => NpyReader.ReadSingle("a\0b")), StringComparison.Ordinal);
    }

    private static void AssertArrayOrRefusal(byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var array = NpyFile.ReadStream(file);
            Assert.Equal(array.Values.Length, array.Shape.Aggregate(1, (product, size) => product * size));
        }
        catch (BadInputException)
        {
            // A refusal is as good as an array; any other exception fails the test.
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationLimit);
    }

    private static string Problem(byte[] file) => Refusal(() => NpyFile.ReadStream(file));

    private static string Refusal(Func<object> read) => Assert.Throws<BadInputException>(read).Problem;
}
