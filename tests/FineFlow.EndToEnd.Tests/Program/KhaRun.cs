namespace FineFlow.EndToEnd.Tests.Program;

/// <summary>A city, and a run of a model on it that says how sure it is.</summary>
public sealed class KhaRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public KhaRun()
    {
        City.Write(Data, train: 96, manifest: true);
        Fineflow.RunWell("train", "--data", Data, "--model", "kha", "--out", Run);
    }

    public string Data => _folder.File("data");

    public string Run => _folder.File("run");

    public string Coarse => Path.Combine(Data, "test", "X.npy");

    public string External => Path.Combine(Data, "test", "ext.npy");

    public void Dispose() => _folder.Dispose();
}
