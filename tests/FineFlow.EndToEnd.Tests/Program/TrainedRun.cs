using FineFlow.EndToEnd.Tests.Program;

[assembly: AssemblyFixture(typeof(TrainedRun))]

namespace FineFlow.EndToEnd.Tests.Program;

/// <summary>A city and a run on it, made once for all tests that only look at them.</summary>
public sealed class TrainedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedRun()
    {
        City.Write(Data, manifest: true);
        Fineflow.RunWell(TinyPlgf.Train(Data, Run, epochs: 1));
    }

    public string Data => _folder.File("data");

    public string Run => _folder.File("run");

    public string File(string split, string name) => Path.Combine(Data, split, name);

    /// <summary>A copy of the run that may be spoiled.</summary>
    public string CopyTo(string target)
    {
        foreach (var file in Directory.EnumerateFiles(Run, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Run, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy);
        }

        return target;
    }

    public void Dispose() => _folder.Dispose();
}
