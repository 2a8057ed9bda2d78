using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Optimizers;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Continual.Sequences;

/// <summary>The trainings of a sequence: one network, recipe and loss for all tasks.</summary>
internal sealed class SequenceRequest
{
    private readonly TrainingRequest _request;
    private readonly NetworkOptions _network;

    private SequenceRequest(TaskSequence sequence, TrainingRequest request, ContinualOptions options, RunManifest whole)
    {
        (Sequence, Options, Whole) = (sequence, options, whole);
        (_request, _network) = (request, whole.Options);
    }

    /// <summary>The tasks.</summary>
    public TaskSequence Sequence { get; }

    /// <summary>Settings of the strategies.</summary>
    public ContinualOptions Options { get; }

    /// <summary>A training on all tasks at once, which has the settings that all trainings share.</summary>
    public RunManifest Whole { get; }

    /// <summary>Checks a request against all tasks.</summary>
    /// <param name="sequence">The tasks.</param>
    /// <param name="request">The training of each task, but for its initial weights and its seed.</param>
    /// <param name="options">Settings of the strategies.</param>
    /// <exception cref="BadInputException">An option does not fit, or the network does not accept a task.</exception>
    public static SequenceRequest Create(TaskSequence sequence, TrainingRequest request, ContinualOptions options)
    {
        // Weight penalties and shortened steps act upon the weights themselves, and replay upon whole batches.
        var plain = request.With(run => run with { Precision = ComputePrecision.Fp32 });
        var whole = plain.NewRun(sequence.Join(sequence.Tasks.Count));
        using var network = whole.CreateNetwork();
        Check(whole, network);
        foreach (var split in sequence.Tasks.SelectMany(task => task.Splits.Select(split => (task.Folder, Split: split))))
        {
            network.CheckInput(split.Split.Inputs, Invariant($"{split.Folder}/{split.Split.Name}"));
        }

        return new(sequence, plain, options, whole);
    }

    /// <summary>Returns the manifest of a task's training.</summary>
    /// <param name="data">The task's training data.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="before">The run of the task before, which it goes on from; null: fresh weights.</param>
    public RunManifest RunFor(FlowDataset data, long seed, string? before) =>
        _request.With(run => run with { Seed = seed, InitFrom = before, InitPlace = before is null ? null : WeightsPlace.Same })
            .NewRun(data) with
        { Options = _network };

    private static void Check(RunManifest run, FlowNetwork network)
    {
        const string expected = "a network that gradients train is expected, as cufar or uno";
        if (network is HistoryNetwork)
        {
            throw Refusal($"keeps the fine counts of one dataset's training days beside its weights; {expected}");
        }

        if (!TrainingOptimizers.Trained(network).Any())
        {
            throw Refusal($"has no weights that gradients train; {expected}");
        }

        if (run.Recipe.Ema is not null)
        {
            throw new BadInputException(
                "setting 'ema'", "does not fit a sequence of tasks, whose strategies act upon the weights; leave it out");
        }

        if (run.MicroBatch is not null)
        {
            throw new BadInputException(
                "setting 'micro_batch'", "does not fit a sequence of tasks, which takes whole batches; leave it out");
        }

        BadInputException Refusal(InvariantText problem) => new(Invariant($"model '{run.Model}'"), problem) { Setting = "Model" };
    }
}
