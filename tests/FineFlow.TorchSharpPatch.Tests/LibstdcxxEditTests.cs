namespace FineFlow.TorchSharpPatch.Tests;

public class LibstdcxxEditTests
{
    [Fact]
    public void A_library_that_needs_the_symbol_gets_the_two_edits_and_no_other()
    {
        var original = new ElfFixture().Build();
        var edited = original.ToArray();

        Assert.True(LibstdcxxEdit.Apply("lib.so", edited));
        Assert.Equal(ExpectedEdit.Of(original), edited);
    }

    [Fact]
    public void A_library_that_waits_as_of_GCC_12_waits_as_before()
    {
        var original = new ElfFixture().WithWait().Build();
        var edited = original.ToArray();

        Assert.True(LibstdcxxEdit.Apply("lib.so", edited));
        Assert.Equal(ExpectedEdit.Of(original), edited);
    }

    [Fact]
    public void A_wait_of_the_first_version_is_left_as_it_is()
    {
        var fixture = new ElfFixture().WithWait();
        fixture.Symbols[2] = ("_ZSt9something", true, 12);
        fixture.Symbols[3] = (ElfFixture.Wait, true, 10);
        AssertUntouched(fixture.Build());
    }

    [Fact]
    public void An_edited_library_is_left_as_it_is()
    {
        var once = new ElfFixture().WithWait().Build();
        LibstdcxxEdit.Apply("lib.so", once);
        var twice = once.ToArray();

        Assert.False(LibstdcxxEdit.Apply("lib.so", twice));
        Assert.Equal(once, twice);
    }

    [Fact]
    public void A_library_without_the_symbol_is_left_as_it_is_even_if_it_needs_the_version()
    {
        var fixture = new ElfFixture();
        fixture.Symbols[2] = ("_ZSt9something", true, 18);
        AssertUntouched(fixture.Build());
    }

    [Fact]
    public void A_library_that_defines_the_symbol_itself_is_left_as_it_is()
    {
        var fixture = new ElfFixture();
        fixture.Symbols[2] = (ElfFixture.Symbol, false, 18);
        AssertUntouched(fixture.Build());
    }

    [Fact]
    public void A_symbol_whose_name_only_begins_alike_is_left_as_it_is()
    {
        var fixture = new ElfFixture();
        fixture.Symbols[2] = (ElfFixture.Symbol + "2", true, 18);
        AssertUntouched(fixture.Build());
    }

    private static void AssertUntouched(byte[] original)
    {
        var bytes = original.ToArray();

        Assert.False(LibstdcxxEdit.Apply("lib.so", bytes));
        Assert.Equal(original, bytes);
    }
}
