using System.Text;

namespace FineFlow.EndToEnd.Tests.Program;

/// <summary>The program's own libtorch, moved to where PyTorch would have it.</summary>
public sealed class InstalledLibtorchTests : IDisposable
{
    private const string Function = "_ZN3c1013InferenceMode10is_enabledEv";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_the_one_libtorch_of_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads what the loader of Linux tells");
        var libraries = Install();
        var log = _folder.File("loader");

        var outcome = Run(new() { ["LD_DEBUG"] = "files", ["LD_DEBUG_OUTPUT"] = log }, "doctor", "--json", "--libtorch", libraries);

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        var libtorch = outcome.Json().GetProperty("libtorch");
        Assert.Equal(libraries, libtorch.GetProperty("path").GetString());
        Assert.Equal("2.10.0+moved", libtorch.GetProperty("version").GetString());

        var loaded = Directory.GetFiles(_folder.Path, "loader.*").SelectMany(File.ReadLines)
            .Where(line => line.Contains("generating link map", StringComparison.Ordinal))
            .Select(line => line.Split("file=")[1].Split(' ')[0])
            .ToList();
        Assert.Equal(
            ["libc10.so", "libtorch.so", "libtorch_cpu.so"],
            loaded.Where(file => file.Contains("libtorch", StringComparison.Ordinal) || file.Contains("libc10", StringComparison.Ordinal))
                .Select(file => Path.GetRelativePath(libraries, file))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Golden_cases_hold_on_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "tried on Linux alone");
        var outcome = Run(new() { ["FINEFLOW_LIBTORCH"] = Install() }, "parity", Goldens.Path("espcn/rect_x2_c2"));

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("espcn", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_lacks_a_function_is_refused_before_anything_computes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere the loader looks all functions up at once");
        var libraries = Install();
        Rename(Path.Combine(libraries, "libc10.so"), Function);

        Run(new() { ["FINEFLOW_LIBTORCH"] = libraries }, "parity", Goldens.Path("espcn/rect_x2_c2"))
            .AssertRefused("libtorch: does not load on this machine", libraries, "undefined symbol", Function[4..]);
    }

    [Fact]
    public void A_folder_without_it_is_refused_in_one_line() =>
        Run([], "parity", _folder.Path, "--libtorch", _folder.Path).AssertRefused(_folder.Path, "libc10", "torch/lib");

    [Fact]
    public void The_doctor_lists_what_is_installed()
    {
        Install();
        var found = Run(new() { ["VIRTUAL_ENV"] = _folder.Path }, "doctor", "--find", "--json").Json();

        Assert.Contains(
            found.GetProperty("libtorch").EnumerateArray(),
            libtorch => libtorch.GetProperty("version").GetString() == "2.10.0+moved" && !libtorch.GetProperty("has_cuda").GetBoolean());
    }

    private static Outcome Run(Dictionary<string, string?> environment, params string[] arguments) =>
        Fineflow.RunProgram(Fineflow.Path, environment, arguments);

    /// <summary>Copies, since the loader takes two names of one file for one library.</summary>
    private string Install()
    {
        var torch = Path.Combine(_folder.Path, "lib", "python3.11", "site-packages", "torch");
        var libraries = Directory.CreateDirectory(Path.Combine(torch, "lib")).FullName;
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "lib*.so*")
                     .Where(file => Path.GetFileName(file).Split('.', '-')[0] is "libc10" or "libtorch" or "libtorch_cpu" or "libgomp"))
        {
            File.Copy(file, Path.Combine(libraries, Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(torch, "version.py"), "__version__ = '2.10.0+moved'\n");
        return libraries;
    }

    /// <summary>Changes a letter of a function's name, so that nobody finds it.</summary>
    private static void Rename(string library, string function)
    {
        var bytes = File.ReadAllBytes(library);
        var place = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"\0{function}\0"));
        Assert.True(place > 0);
        bytes[place + 1] ^= 1;
        File.WriteAllBytes(library, bytes);
    }
}
