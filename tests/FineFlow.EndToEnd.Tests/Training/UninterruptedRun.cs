using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Training;

/// <summary>A training of three epochs in one go, for others to be compared with.</summary>
public sealed class UninterruptedRun : IDisposable
{
    public const int Epochs = 3, Steps = 120;
    private const int BatchSize = 2;

    private readonly TemporaryFolder _folder = new();

    public UninterruptedRun()
    {
        City.Write(Data, train: Steps * BatchSize);
        Fineflow.RunWell(Train(Data, Run, Epochs));
    }

    public string Data => _folder.File("data");

    public string Run => _folder.File("run");

    public static string[] Train(string data, string run, int epochs, params string[] more) =>
        TinyPlgf.Train(data, run, epochs, ["--batch-size", $"{BatchSize}", .. more]);

    public void Dispose() => _folder.Dispose();
}
