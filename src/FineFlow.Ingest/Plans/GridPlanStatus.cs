using FineFlow.Core;
using FineFlow.Core.Workers;

namespace FineFlow.Ingest.Plans;

/// <summary>How far a plan is.</summary>
/// <param name="Folder">The plan's folder.</param>
/// <param name="Parts">Its parts.</param>
internal sealed record GridPlanStatus(string Folder, IReadOnlyList<PartStatus> Parts)
{
    /// <summary>Number of parts that are counted.</summary>
    public int Counted => Parts.Count(part => part.State == TaskState.Finished);

    /// <summary>Looks into a plan's folder. The files of the input are not needed.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="BadInputException">It has no plan.</exception>
    public static GridPlanStatus Of(string folder)
    {
        var plan = GridPlan.Read(folder);
        var leases = GridPlan.LeasesIn(folder, Leases.DefaultExpiry);
        return new(folder, [.. plan.Parts.Select((files, index) => new PartStatus(
            index + 1,
            files.Count,
            plan.Options.Inputs[files[0]],
            files.Sum(file => plan.Files[file].Bytes),
            File.Exists(GridPlan.PathOf(folder, index + 1)) ? TaskState.Finished
                : leases.IsTaken(GridWorker.LeaseOf(index + 1)) ? TaskState.Taken
                : TaskState.Free))]);
    }
}

/// <summary>A part of a plan.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Files">Number of its files.</param>
/// <param name="First">The first of them.</param>
/// <param name="Bytes">Their length together.</param>
/// <param name="State">How far it is.</param>
internal sealed record PartStatus(int Number, int Files, string First, long Bytes, TaskState State);
