namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Static maps that do not fit the fine maps or the manifest, or hold values that cannot be: the loader's rules.</summary>
internal static class StaticMapsCheck
{
    public static IEnumerable<Finding> Find(DoctorContext context) =>
        context.Splits.Select(split => split.Fine).FirstOrDefault(fine => fine is not null) is { } fine && Problem(context, fine) is { } bad
            ?
            [
                new(
                    FindingSeverity.Error, "static", bad.InputSource, null, 1, bad.Problem,
                    "lay the maps over the fine grid again, or delete static.npy and static_maps"),
            ]
            : [];

    private static BadInputException? Problem(DoctorContext context, FlowMaps fine)
    {
        try
        {
            _ = StaticMaps.Load(context.Folder, context.Manifest, fine);
            return null;
        }
        catch (BadInputException bad)
        {
            return bad;
        }
    }
}
