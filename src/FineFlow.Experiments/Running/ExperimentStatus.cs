using System.Text.Json.Serialization;
using FineFlow.Core.Workers;
using FineFlow.Experiments.Plans;

namespace FineFlow.Experiments.Running;

/// <summary>How far a plan is.</summary>
/// <param name="Folder">The experiment's folder.</param>
/// <param name="Trainings">Its trainings, each with its state.</param>
internal sealed record ExperimentStatus(string Folder, IReadOnlyList<TaskStatus> Trainings)
{
    /// <summary>Whether nothing is left to do.</summary>
    public bool IsFinished => Trainings.All(training => training.State is TaskState.Finished or TaskState.Diverged);

    /// <summary>The trainings' states.</summary>
    [JsonIgnore]
    public IReadOnlyList<TaskState> States => [.. Trainings.Select(training => training.State)];

    /// <summary>Looks into an experiment's folder. Neither data nor models are needed.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="Core.BadInputException">It has no plan.</exception>
    public static ExperimentStatus Of(string folder)
    {
        var plan = PlanFile.Read(folder);
        var leases = ExperimentFolder.LeasesIn(folder, Leases.DefaultExpiry);
        return new(folder, [.. plan.Trainings.Select(training => new TaskStatus(
            training,
            ExperimentFolder.StateIn(folder, training.Folder) ?? (leases.IsTaken(training.Id) ? TaskState.Taken : TaskState.Free)))]);
    }
}

/// <summary>A training of a plan and how far it is.</summary>
internal sealed record TaskStatus(PlannedTraining Training, TaskState State);
