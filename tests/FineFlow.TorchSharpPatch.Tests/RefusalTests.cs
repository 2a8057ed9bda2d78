using FineFlow.Core;

namespace FineFlow.TorchSharpPatch.Tests;

public class RefusalTests
{
    [Theory]
    [InlineData(0, 0x00, "not an ELF file")]
    [InlineData(4, 1, "64-bit little-endian shared library for x86-64")]
    [InlineData(5, 2, "64-bit little-endian shared library for x86-64")]
    [InlineData(16, 2, "64-bit little-endian shared library for x86-64")]
    [InlineData(18, 183, "64-bit little-endian shared library for x86-64")]
    [InlineData(54, 32, "program headers of 56 bytes, found 32")]
    [InlineData(56, 0, "has no dynamic segment")]
    [InlineData(57, 0xff, "the file has")]
    [InlineData(47, 0xff, "the file has")]
    [InlineData(39, 0xff, "the file has")]
    public void A_foreign_or_broken_header_is_refused(int offset, byte value, string expected)
    {
        var bytes = new ElfFixture().Build();
        bytes[offset] = value;
        AssertRefused(bytes, expected);
    }

    [Theory]
    [InlineData(5, "no StringTable entry")]
    [InlineData(6, "no SymbolTable entry")]
    [InlineData(10, "no StringTableSize entry")]
    [InlineData(0x6ffffef5, "no GnuHash entry")]
    [InlineData(0x6ffffff0, "no SymbolVersions entry")]
    [InlineData(0x6ffffffe, "no VersionNeeds entry")]
    [InlineData(0x6fffffff, "no VersionNeedsCount entry")]
    public void A_library_without_one_of_the_tables_is_refused(ulong tag, string expected) =>
        AssertRefused(new ElfFixture { MissingTag = tag }.Build(), expected);

    [Fact]
    public void A_symbol_that_is_not_tied_to_the_expected_version_is_refused()
    {
        var fixture = new ElfFixture();
        fixture.Versions[1] = ("GLIBCXX_3.4.33", 18);
        AssertRefused(fixture.Build(), "is not tied to a demand for GLIBCXX_3.4.32");
    }

    [Fact]
    public void A_library_that_does_not_demand_the_older_version_is_refused()
    {
        var fixture = new ElfFixture();
        fixture.Versions[2] = ("GLIBCXX_3.4.19", 7);
        AssertRefused(fixture.Build(), "demands no GLIBCXX_3.4.20");
    }

    [Fact]
    public void The_older_version_of_another_library_does_not_count()
    {
        var fixture = new ElfFixture { OtherLibraryVersion = (ElfFixture.OldVersion, 3) };
        fixture.Versions[2] = ("GLIBCXX_3.4.19", 7);
        AssertRefused(fixture.Build(), "demands no GLIBCXX_3.4.20");
    }

    [Fact]
    public void Another_symbol_of_the_waits_version_is_refused_and_nothing_is_edited()
    {
        var fixture = new ElfFixture().WithWait();
        fixture.Symbols[1] = ("_ZSt9something", true, 29);
        AssertRefused(fixture.Build(), "symbol 1 needs GLIBCXX_3.4.30 as well");
    }

    [Fact]
    public void A_second_symbol_of_the_new_version_is_refused()
    {
        var fixture = new ElfFixture();
        fixture.Symbols[1] = ("_ZSt9something", true, 18);
        AssertRefused(fixture.Build(), "symbol 1 needs GLIBCXX_3.4.32 as well");
    }

    [Fact]
    public void A_symbol_that_shares_the_end_of_the_name_is_refused()
    {
        var fixture = new ElfFixture();
        var bytes = fixture.Build();
        var symbolTable = 64 + 3 * 56;
        var name = BitConverter.ToUInt32(bytes, symbolTable + 2 * 24);
        BitConverter.GetBytes(name + 5).CopyTo(bytes, symbolTable + 24);

        AssertRefused(bytes, "symbol 1 shares its name's bytes");
    }

    [Fact]
    public void Every_cut_is_refused()
    {
        var whole = new ElfFixture().Build();
        for (var length = 0; length < whole.Length; length++)
            AssertRefused(whole[..length], "lib.so: ");
    }

    private static void AssertRefused(byte[] bytes, string expected)
    {
        var before = bytes.ToArray();
        var refusal = Assert.Throws<BadInputException>(() => LibstdcxxEdit.Apply("lib.so", bytes));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal(before, bytes);
    }
}
