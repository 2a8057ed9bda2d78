using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Models.Histories;

namespace FineFlow.Torch.Inference;

/// <summary>A new version of a bundle with fresh fine counts in its history.</summary>
/// <param name="SlotsBefore">Slots of the history before.</param>
/// <param name="Slots">Slots of the new history.</param>
/// <param name="Warnings">Differences of the new days to the data that the model was trained on, one line each.</param>
internal sealed record BundleRefresh(int SlotsBefore, int Slots, IReadOnlyList<string> Warnings)
{
    /// <summary>
    /// Loads a bundle, takes a dataset's slots into its history, calibrates it on the newest days, and writes a new bundle.
    /// </summary>
    /// <param name="bundle">The bundle, or the run folder that holds it.</param>
    /// <param name="data">The new days, with times; all splits that are loaded.</param>
    /// <param name="target">The folder of the new bundle; it must not hold one.</param>
    /// <param name="strict">Whether days that differ from the training's data are refused.</param>
    /// <exception cref="BadInputException">
    /// The model has no history, the data do not fit it, have no times or no slot that is new to it, or the target holds a bundle or
    /// cannot be written.
    /// </exception>
    public static BundleRefresh Run(string bundle, FlowDataset data, string target, bool strict) =>
        RunIfNew(bundle, data, target, strict)
            ?? throw new BadInputException(data.Folder, $"has no slot that the history of {bundle} lacks");

    /// <summary>The same where the dataset holds a slot that the history lacks; otherwise null, and nothing is written.</summary>
    /// <inheritdoc cref="Run"/>
    public static BundleRefresh? RunIfNew(string bundle, FlowDataset data, string target, bool strict)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (ModelBundle.FindCard(target) is not null)
        {
            throw new BadInputException(target, "holds a model already; choose a new folder");
        }

        using var model = ModelBundle.Load(bundle);
        if (model.Network is not HistoryNetwork { History: { } history } network)
        {
            throw new BadInputException(bundle, $"is a {model.Card.Model}, which has no history to refresh; kha, pha and dmn have one");
        }

        var recent = FlowSplit.Join(data.Folder, data.Splits);
        network.CheckInput(recent.Inputs, data.Folder);
        if (network.Knows(recent))
        {
            return null;
        }

        var warnings = model.CompareWithTraining(recent.Inputs, new InputOrigin(data.Manifest), data.Folder, strict);
        network.Refresh(recent);
        ModelBundle.Save(target, network.state_dict(), model.Card, network.History, ModelBundle.ReadReference(bundle));
        return new(history.Slots, network.History!.Slots, warnings);
    }
}
