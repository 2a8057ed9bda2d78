namespace FineFlow.TorchSharpPatch.Tests;

public class RealLibraryTests
{
    /// <summary>Fails when a new TorchSharp no longer needs the edit, or when a build wrote into the package cache.</summary>
    [Fact]
    public void The_restored_library_needs_the_edits_and_no_other()
    {
        var original = File.ReadAllBytes(RestoredTorchSharp.Library);
        var edited = original.ToArray();

        Assert.True(LibstdcxxEdit.Apply("libLibTorchSharp.so", edited));
        Assert.True(ExpectedEdit.Of(original).AsSpan().SequenceEqual(edited));
        Assert.False(LibstdcxxEdit.Apply("libLibTorchSharp.so", edited.ToArray()));
    }
}
