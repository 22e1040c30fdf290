namespace Orleans.Runtime;

/// <summary>What has a grain's identity: the grain itself, and a reference to it.</summary>
public interface IAddressable;
