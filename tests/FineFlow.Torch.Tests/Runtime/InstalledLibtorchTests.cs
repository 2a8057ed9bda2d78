using FineFlow.Core;
using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Tests.Runtime;

/// <summary>Folders as those of installed PyTorches; their libraries are empty files.</summary>
public sealed class InstalledLibtorchTests : IDisposable
{
    private static readonly string[] OfTheCpu = ["c10", "torch_cpu", "torch"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2.10.0+cpu", false)]
    [InlineData("2.10.0+cu128", true)]
    [InlineData("2.11.0", false)]
    public void The_version_is_that_of_PyTorchs_own_file(string version, bool hasCuda)
    {
        var folder = PyTorch(_folder.File("env"), version, hasCuda ? [.. OfTheCpu, "c10_cuda", "torch_cuda"] : OfTheCpu);

        Assert.Equal(new LibtorchFolder(folder, version, hasCuda), InstalledLibtorch.Read(folder));
    }

    [Fact]
    public void The_archives_of_libtorch_tell_their_version_in_a_line()
    {
        var folder = Libraries(_folder.File("libtorch"), OfTheCpu);
        File.WriteAllText(_folder.File("libtorch/build-version"), "2.10.0+cpu\n");

        Assert.Equal("2.10.0+cpu", InstalledLibtorch.Read(folder).Version);
    }

    [Theory]
    [InlineData("2.1.0", "is libtorch 2.1.0; expected 2.10 or 2.11")]
    [InlineData("1.13.1+cu117", "is libtorch 1.13.1+cu117; expected 2.10 or 2.11")]
    [InlineData("2.100.0", "is libtorch 2.100.0; expected 2.10 or 2.11")]
    [InlineData("", "tells no version; expected")]
    public void Another_version_is_refused(string version, string words) =>
        AssertRefused(words, PyTorch(_folder.File("env"), version, OfTheCpu));

    [Fact]
    public void A_folder_without_the_libraries_is_refused()
    {
        AssertRefused("no such folder", _folder.File("nowhere"));
        AssertRefused("torch_cpu", PyTorch(_folder.File("env"), "2.10.0", "c10", "torch"));
        AssertRefused("c10", Path.GetDirectoryName(PyTorch(_folder.File("other"), "2.10.0", OfTheCpu))!);
    }

    [Fact]
    public void The_search_finds_what_fits_and_says_why_another_does_not()
    {
        var old = PyTorch(_folder.File("a"), "1.13.1", OfTheCpu);
        var whole = PyTorch(_folder.File("b"), "2.11.0+cu130", [.. OfTheCpu, "c10_cuda", "torch_cuda"]);

        var found = LibtorchSearch.In([_folder.File("a"), _folder.File("b"), _folder.File("a"), _folder.File("nothing")]);

        Assert.Equal([old, whole], found.Select(libtorch => libtorch.Path));
        Assert.Contains("expected 2.10", found[0].Problem, StringComparison.Ordinal);
        Assert.Equal(new FoundLibtorch(whole, "2.11.0+cu130", true, null), found[1]);
    }

    private static void AssertRefused(string words, string folder)
    {
        var refusal = Assert.Throws<BadInputException>(() => InstalledLibtorch.Read(folder));
        Assert.StartsWith(folder, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Makes the files of a Python environment with PyTorch; returns the folder of the libraries.</summary>
    private static string PyTorch(string prefix, string version, params string[] libraries)
    {
        var packages = OperatingSystem.IsWindows()
            ? Path.Combine(prefix, "Lib", "site-packages")
            : Path.Combine(prefix, "lib", "python3.12", "site-packages");
        var folder = Libraries(Path.Combine(packages, "torch"), libraries);
        File.WriteAllText(
            Path.Combine(folder, "..", "version.py"),
            version.Length == 0 ? "debug = False\n" : $"from typing import Optional\n\n__version__ = '{version}'\ndebug = False\n");
        return folder;
    }

    private static string Libraries(string parent, string[] names)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, "lib")).FullName;
        var (start, end) = OperatingSystem.IsWindows() ? ("", ".dll") : OperatingSystem.IsMacOS() ? ("lib", ".dylib") : ("lib", ".so");
        foreach (var name in names)
        {
            File.WriteAllText(Path.Combine(folder, start + name + end), "");
        }

        return folder;
    }
}
