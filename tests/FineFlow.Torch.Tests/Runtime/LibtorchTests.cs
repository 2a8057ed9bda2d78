using System.Runtime.InteropServices;

using TorchSharp;

namespace FineFlow.Torch.Tests.Runtime;

public class LibtorchTests
{
    /// <summary>An entry of .gnu.version_r begins with the ELF hash of the version's name and the entry's flags, here zero.</summary>
    private static readonly byte[] DemandForGlibcxx32 = [0x82, 0xf8, 0x97, 0x02, 0, 0], DemandForGlibcxx20 = [0x70, 0xf8, 0x97, 0x02, 0, 0];

    [Fact]
    public void Libtorch_loads_and_computes()
    {
        using var scope = torch.NewDisposeScope();

        Assert.Equal(3, torch.ones(3).sum().item<float>());
        Assert.Equal(9, torch.nn.functional.conv2d(torch.ones(1, 1, 4, 4), torch.ones(1, 1, 3, 3))[0, 0, 0, 0].item<float>());
    }

    [Fact]
    public void The_library_in_the_output_folder_demands_no_newer_libstdcxx()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, "the patch is for Linux x64");
        var deployed = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));

        Assert.True(deployed.AsSpan().IndexOf(DemandForGlibcxx32) < 0, "libLibTorchSharp.so still demands GLIBCXX_3.4.32");
        Assert.True(deployed.AsSpan().IndexOf(DemandForGlibcxx20) >= 0, "the search above does not see version demands");
    }

    [Fact]
    public void The_output_folder_holds_native_files_of_one_platform_only()
    {
        var endings = Directory.EnumerateFiles(AppContext.BaseDirectory, "*LibTorchSharp.*", SearchOption.AllDirectories)
            .Select(Path.GetExtension);

        Assert.Single(endings);
        Assert.False(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "runtimes")));
    }
}
