namespace FineFlow.Synthetic.Routed.Plan;

/// <summary>The widest road through a cell.</summary>
internal enum RoadClass : byte
{
    /// <summary>No road.</summary>
    None,

    /// <summary>A street where people live.</summary>
    Local,

    /// <summary>A wide road through the city.</summary>
    Arterial,

    /// <summary>A ring road, a motorway out of town.</summary>
    Express,
}
