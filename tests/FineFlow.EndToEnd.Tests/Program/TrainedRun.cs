using FineFlow.EndToEnd.Tests.Program;

[assembly: AssemblyFixture(typeof(TrainedRun))]

namespace FineFlow.EndToEnd.Tests.Program;

/// <summary>A city and a run on it, made once for all tests that only look at them.</summary>
public sealed class TrainedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _kernelHistory, _town, _townHistory;

    public TrainedRun()
    {
        _kernelHistory = new(() => TrainHistory(Data, "kha"));
        _town = new(() => MakeTown("town"));
        _townHistory = new(() => TrainHistory(Town, "town-kha"));
        City.Write(Data, manifest: true);
        Fineflow.RunWell(TinyPlgf.Train(Data, Run, epochs: 1));
    }

    public string Data => _folder.File("data");

    public string Run => _folder.File("run");

    /// <summary>A run of kha, which says how sure it is, on the city.</summary>
    public string KernelHistory => _kernelHistory.Value;

    /// <summary>A made-up town with times and a place.</summary>
    public string Town => _town.Value;

    /// <summary>A run of kha on the town.</summary>
    public string TownHistory => _townHistory.Value;

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

    private string MakeTown(string name)
    {
        Fineflow.RunWell("data", "synth", "--preset", "tiny", "--out", _folder.File(name));
        return _folder.File(name);
    }

    private string TrainHistory(string data, string name)
    {
        Fineflow.RunWell("train", "--data", data, "--model", "kha", "--out", _folder.File(name));
        return _folder.File(name);
    }
}
