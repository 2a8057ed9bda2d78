using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Core.Workers;
using FineFlow.Torch.Runtime;

namespace FineFlow.Experiments.Plans;

/// <summary>
/// plan.json in an experiment's folder: what was asked for, and the trainings that follow. Processes on any machine that sees the folder
/// and the data train from it.
/// </summary>
internal sealed record PlanFile : IPlannedWork
{
    /// <summary>The format version that FineFlow reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Format version of this document.</summary>
    public required int Format { get; init; }

    /// <summary>The text of the experiment's file.</summary>
    public required string Experiment { get; init; }

    /// <summary>The dataset folders.</summary>
    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>The budget's name.</summary>
    public required string Budget { get; init; }

    /// <summary>Trainings of each model; null for the budget's.</summary>
    public int? Seeds { get; init; }

    /// <summary>Largest number of epochs; null for the budget's.</summary>
    public int? Epochs { get; init; }

    /// <summary>The models; null for the experiment's.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Threads of the tensor work of each training.</summary>
    public required int Threads { get; init; }

    /// <summary>What the trainings compute on.</summary>
    public string Device { get; init; } = Devices.Cpu;

    /// <summary>Whether a GPU repeats each training bit for bit.</summary>
    public bool Deterministic { get; init; }

    /// <summary>Whether warnings about the data are errors.</summary>
    public bool Strict { get; init; }

    /// <summary>The trainings.</summary>
    public required IReadOnlyList<PlannedTraining> Trainings { get; init; }

    /// <summary>Describes a plan.</summary>
    public static PlanFile Of(ExperimentPlan plan) => new()
    {
        Format = CurrentFormat,
        Experiment = plan.File.Text,
        Data = [.. plan.Request.Data.Select(Path.GetFullPath)],
        Budget = plan.BudgetName,
        Seeds = plan.Request.Seeds,
        Epochs = plan.Request.Epochs,
        Models = plan.Request.Models,
        Threads = plan.Threads,
        Device = plan.Device,
        Deterministic = plan.Deterministic,
        Strict = plan.Request.Strict,
        Trainings = [.. plan.Tasks.Select((job, index) => PlannedTraining.Of(job, index + 1))],
    };

    /// <summary>Writes it into an experiment's folder.</summary>
    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    public void Write(string folder) => JsonStyle.Write(PlannedWork.PathIn(folder), this);

    /// <summary>Reads the plan of an experiment's folder.</summary>
    /// <exception cref="BadInputException">There is none, or it is of another version.</exception>
    public static PlanFile Read(string folder) =>
        PlannedWork.Read<PlanFile>(folder, CurrentFormat, "fineflow experiment plan");

    /// <summary>Makes the plan again, and checks that it is the same.</summary>
    /// <param name="folder">The experiment's folder, for messages.</param>
    /// <param name="cancellationToken">Checked between models.</param>
    /// <exception cref="BadInputException">Data have changed, or another version plans other trainings.</exception>
    public ExperimentPlan Open(string folder, CancellationToken cancellationToken)
    {
        var path = PlannedWork.PathIn(folder);
        var plan = ExperimentPlan.Create(
            new()
            {
                File = ExperimentFile.Parse(path, Experiment),
                Data = Data,
                Budget = Budget,
                Seeds = Seeds,
                Epochs = Epochs,
                Models = Models,
                Threads = Threads,
                Device = Device,
                Deterministic = Deterministic,
                Strict = Strict,
            },
            cancellationToken);
        return plan.Tasks.Select(PlannedTraining.IdOf).SequenceEqual(Trainings.Select(training => training.Id))
            ? plan
            : throw new BadInputException(
                path, "lists other trainings than follow from it now: the data have changed, or it is another version's; plan again");
    }
}
