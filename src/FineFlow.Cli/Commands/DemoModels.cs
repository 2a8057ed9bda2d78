using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Experiments.Demo;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Commands;

/// <summary>The demo's models, for <c>demo</c> and <c>serve --demo</c>.</summary>
internal static class DemoModels
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);

    /// <summary>Tells which network's training begins, and returns what shows its progress.</summary>
    public static IProgress<TrainingProgress> Begin(string model)
    {
        Output.Note($"training {(model == "plgf" ? "a small plgf" : model)} (Ctrl-C stops early, the same command goes on)");
        return new TrainingLine(new ProgressLine());
    }

    /// <summary>Trains the missing models for a little more than a minute; <c>fineflow demo</c> goes on where this stops.</summary>
    public static void Require(string folder, string device, CancellationToken cancellationToken)
    {
        var data = DemoCity.Load(folder);
        if (IsThere("dmn") && IsThere("plgf"))
        {
            return;
        }

        Output.Note($"training the demo's models for {Patience.TotalSeconds} s (once; fineflow demo trains them further)");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(Patience);
        ShortLivedThread.Run(() => DemoExperiment.Run(folder, data, device, Begin, enough.Token));
        cancellationToken.ThrowIfCancellationRequested();

        bool IsThere(string model) => ModelBundle.FindCard(Path.Combine(folder, model)) is not null;
    }
}
