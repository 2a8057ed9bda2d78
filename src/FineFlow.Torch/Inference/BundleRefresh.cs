using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Models.Histories;

namespace FineFlow.Torch.Inference;

/// <summary>A new version of a bundle with fresh fine counts in its history.</summary>
internal static class BundleRefresh
{
    /// <summary>
    /// Loads a bundle, takes a dataset's slots into its history, calibrates it on the newest days, and writes a new bundle.
    /// </summary>
    /// <param name="bundle">The bundle, or the run folder that holds it.</param>
    /// <param name="data">The new days, with times; all splits that are loaded.</param>
    /// <param name="target">The folder of the new bundle; it must not hold one.</param>
    /// <returns>Slots of the history before and after.</returns>
    /// <exception cref="BadInputException">
    /// The model has no history, the data do not fit it or have no times, or the target holds a bundle or cannot be written.
    /// </exception>
    public static (int Before, int After) Run(string bundle, FlowDataset data, string target)
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

        network.Refresh(FlowSplit.Join(data.Folder, data.Splits));
        ModelBundle.Save(target, network.state_dict(), model.Card, network.History);
        return (history.Slots, network.History!.Slots);
    }
}
