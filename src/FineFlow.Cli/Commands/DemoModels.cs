using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Experiments.Demo;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary>The demo's models, for <c>serve --demo</c>.</summary>
internal static class DemoModels
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);

    /// <summary>Trains the missing models, PLGF for a little more than a minute; <c>fineflow demo</c> goes on where this stops.</summary>
    public static void Require(string folder, CancellationToken cancellationToken)
    {
        var data = DemoCity.Load(folder);
        if (ModelBundle.FindCard(Path.Combine(folder, "plgf")) is not null)
        {
            return;
        }

        Output.Note($"training a small PLGF for {Patience.TotalSeconds} s (once; fineflow demo trains it further)");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(Patience);
        ShortLivedThread.Run(() => DemoExperiment.Run(folder, data, new TrainingLine(new ProgressLine()), enough.Token));
        cancellationToken.ThrowIfCancellationRequested();
    }
}
