namespace FineFlow.TorchSharpPatch.Tests;

public sealed class ProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fineflow-patch-").FullName;

    private string Input => Path.Combine(_folder, "in.so");

    private string Output => Path.Combine(_folder, "new", "out.so");

    [Fact]
    public void The_copy_is_edited_and_the_original_is_not()
    {
        var original = new ElfFixture().Build();
        File.WriteAllBytes(Input, original);

        Assert.Equal(0, Program.Main(["library", Input, Output]));
        Assert.Equal(ExpectedEdit.Of(original), File.ReadAllBytes(Output));
        Assert.Equal(original, File.ReadAllBytes(Input));
    }

    [Fact]
    public void A_library_with_nothing_to_patch_is_copied_unchanged()
    {
        var fixture = new ElfFixture();
        fixture.Symbols.RemoveAt(2);
        File.WriteAllBytes(Input, fixture.Build());

        Assert.Equal(0, Program.Main(["library", Input, Output]));
        Assert.Equal(File.ReadAllBytes(Input), File.ReadAllBytes(Output));
    }

    [Fact]
    public void A_refused_file_gives_code_2_and_leaves_the_old_copy_alone()
    {
        File.WriteAllText(Input, "not a library");
        var old = Path.Combine(_folder, "old.so");
        File.WriteAllText(old, "old");

        Assert.Equal(2, Program.Main(["library", Input, old]));
        Assert.Equal("old", File.ReadAllText(old));
        Assert.Equal([Input, old], Directory.GetFiles(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_missing_file_and_a_missing_argument_give_code_2()
    {
        Assert.Equal(2, Program.Main(["library", Input, Output]));
        Assert.Equal(2, Program.Main(["library", Input]));
        Assert.Equal(2, Program.Main([Input, Output]));
        Assert.False(File.Exists(Output));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
