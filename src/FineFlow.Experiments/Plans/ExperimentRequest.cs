using FineFlow.Torch.Runtime;

namespace FineFlow.Experiments.Plans;

/// <summary>Options of an experiment. Null values take those of the experiment's file.</summary>
internal sealed record ExperimentRequest
{
    /// <summary>The experiment.</summary>
    public required ExperimentFile File { get; init; }

    /// <summary>The dataset folders, in the order of the table.</summary>
    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>The name of one of the file's budgets.</summary>
    public required string Budget { get; init; }

    /// <summary>Trainings of each model, with the seeds 1, 2, ...</summary>
    public int? Seeds { get; init; }

    /// <summary>Largest number of epochs.</summary>
    public int? Epochs { get; init; }

    /// <summary>The models, by their names in the catalog.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Threads of the tensor work; null for libtorch's default.</summary>
    public int? Threads { get; init; }

    /// <summary>What the trainings compute on.</summary>
    public string Device { get; init; } = Devices.Cpu;

    /// <summary>Whether a GPU repeats each training bit for bit; the CPU does without.</summary>
    public bool Deterministic { get; init; }

    /// <summary>Whether warnings about the data are errors.</summary>
    public bool Strict { get; init; }
}
